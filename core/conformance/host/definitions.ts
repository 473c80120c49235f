import { Column } from '../../schema/column.ts';
import { replace } from '../../sql/visitors.ts';

/**
 * The columns as a class body wrote them, and the ones that the class made of them: a model copies what it is given, so `remote_side=[id]` names a column
 * that is in no table.
 */
export class Definitions {
  readonly #owners = new WeakMap<object, { readonly cls: object; readonly key: string }>();

  isDefinition(value: unknown): boolean {
    return value instanceof Column;
  }

  belongTo(cls: object, parts: Readonly<Record<string, unknown>>): void {
    for (const [key, value] of Object.entries(parts))
      if (value instanceof Column && !this.#owners.has(value)) this.#owners.set(value, { cls, key });
  }

  /** The same expression with the columns of the made classes; lists item by item; anything else as it is. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolve(item));
    if (value instanceof Column) return this.#made(value) ?? value;
    if (value === null || typeof value !== 'object') return value;
    return replace(value as never, ((node: unknown) => (node instanceof Column ? this.#made(node) : undefined)) as never);
  }

  #made(column: Column): unknown {
    const owner = this.#owners.get(column);
    return owner ? (owner.cls as { readonly c: Record<string, unknown> }).c[owner.key] : undefined;
  }
}
