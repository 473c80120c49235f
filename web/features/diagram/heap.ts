/** Gives back first what has the lowest price. */
export class Heap<T> {
  readonly #items: { item: T; price: number }[] = [];

  push(item: T, price: number): void {
    const items = this.#items;
    let at = items.push({ item, price }) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent]!.price <= items[at]!.price) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const items = this.#items;
    const first = items[0];
    const last = items.pop();
    if (!first || !last) return undefined;
    if (items.length === 0) return first.item;
    items[0] = last;
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < items.length && items[child]!.price < items[least]!.price) least = child;
      if (least === at) return first.item;
      this.#swap(at, least);
      at = least;
    }
  }

  #swap(a: number, b: number): void {
    [this.#items[a], this.#items[b]] = [this.#items[b]!, this.#items[a]!];
  }
}
