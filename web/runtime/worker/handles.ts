/** What a cell leads to: a value at hand, or an attribute that was not loaded. */
export type HandleTarget =
  | { readonly kind: 'value'; readonly value: object }
  | { readonly kind: 'attribute'; readonly owner: object; readonly attribute: string };

const handleLimit = 20_000;

/** The related objects that the cells of one run lead to, by number; they live as long as the run is the last one. */
export class Handles {
  readonly #targets: HandleTarget[] = [];

  /** Undefined when there are too many: such a cell opens nothing. */
  add(target: HandleTarget): number | undefined {
    if (this.#targets.length >= handleLimit) return undefined;
    return this.#targets.push(target) - 1;
  }

  get(handle: number): HandleTarget | null {
    return this.#targets[handle] ?? null;
  }
}
