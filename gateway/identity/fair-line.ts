/** A line in which each name has its own place, and within it each name of the next rank: nobody waits behind a crowd. */
export class FairLine<Item> {
  /** Lines by name; the first is the next to have its turn. */
  readonly #lines = new Map<string, FairLine<Item>>();
  /** Items of those who have no further name. */
  readonly #items: Item[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds an item. @param path names to tell items by, the widest first; equally many throughout a line */
  push([name, ...narrower]: readonly string[], item: Item): void {
    this.#size += 1;
    if (name === undefined) {
      this.#items.push(item);
      return;
    }
    let line = this.#lines.get(name);
    if (line === undefined) {
      line = new FairLine();
      this.#lines.set(name, line);
    }
    line.push(narrower, item);
  }

  /** @returns the first of the name whose turn it is, which stands last then; undefined where nobody waits */
  shift(): Item | undefined {
    if (this.#size === 0) return undefined;
    this.#size -= 1;
    const next = this.#lines.entries().next();
    if (next.done) return this.#items.shift();
    const [name, line] = next.value;
    const item = line.shift();
    this.#lines.delete(name);
    if (line.size > 0) this.#lines.set(name, line);
    return item;
  }

  /** Takes away the newest of the name for which the most wait. */
  dropFromLongest(): Item | undefined {
    if (this.#size === 0) return undefined;
    this.#size -= 1;
    let longest: [string, FairLine<Item>] | undefined;
    for (const entry of this.#lines) if (entry[1].size > (longest?.[1].size ?? 0)) longest = entry;
    if (longest === undefined) return this.#items.pop();
    const [name, line] = longest;
    const item = line.dropFromLongest();
    if (line.size === 0) this.#lines.delete(name);
    return item;
  }
}
