/** A hash table from whole numbers to chains of rows, in typed arrays: a million entries take 30 MB and no garbage. */

const EMPTY = -1;
const ENDED = -1;

export class NumberTable {
  /** First row of each chain; a key whose chain is gone keeps its place. */
  #heads: Int32Array;
  #keys: Float64Array;
  #mask: number;
  #used = 0;
  /** The row after a row of the same chain. */
  #next: Int32Array;

  constructor(expected = 1024) {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(expected * 2)));
    this.#keys = new Float64Array(size).fill(EMPTY);
    this.#heads = new Int32Array(size).fill(ENDED);
    this.#mask = size - 1;
    this.#next = new Int32Array(expected);
  }

  /** First row under the key, or -1. */
  first(key: number): number {
    const slot = this.#slotOf(key);
    return this.#keys[slot] === key ? (this.#heads[slot] as number) : ENDED;
  }

  /** The row after this one under the same key, or -1. */
  after(row: number): number {
    return this.#next[row] as number;
  }

  /** @param key a safe integer, not negative. @param row a small integer that stands under no other key. */
  add(key: number, row: number): void {
    if (this.#used * 2 > this.#mask) this.#grow();
    if (row >= this.#next.length) this.#next = longer(this.#next, row + 1);
    const slot = this.#slotOf(key);
    if (this.#keys[slot] !== key) {
      this.#keys[slot] = key;
      this.#used += 1;
    }
    this.#next[row] = this.#heads[slot] as number;
    this.#heads[slot] = row;
  }

  remove(key: number, row: number): void {
    const slot = this.#slotOf(key);
    if (this.#keys[slot] !== key) return;
    let at = this.#heads[slot] as number;
    if (at === row) {
      this.#heads[slot] = this.#next[row] as number;
      return;
    }
    while (at !== ENDED) {
      const next = this.#next[at] as number;
      if (next === row) {
        this.#next[at] = this.#next[row] as number;
        return;
      }
      at = next;
    }
  }

  #slotOf(key: number): number {
    let hash = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 0x1_0000_0000) | 0, 0x85ebca6b);
    hash ^= hash >>> 15;
    let slot = hash & this.#mask;
    while (this.#keys[slot] !== EMPTY && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    return slot;
  }

  /** Keys whose chains are gone are left behind. */
  #grow(): void {
    const [keys, heads] = [this.#keys, this.#heads];
    const alive = heads.reduce((count, head) => (head === ENDED ? count : count + 1), 0);
    const size = alive * 4 > keys.length ? keys.length * 2 : keys.length;
    this.#keys = new Float64Array(size).fill(EMPTY);
    this.#heads = new Int32Array(size).fill(ENDED);
    this.#mask = size - 1;
    this.#used = 0;
    for (let i = 0; i < keys.length; i++) {
      if (heads[i] === ENDED) continue;
      const slot = this.#slotOf(keys[i] as number);
      this.#keys[slot] = keys[i] as number;
      this.#heads[slot] = heads[i] as number;
      this.#used += 1;
    }
  }
}

function longer(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(Math.max(least, array.length * 2));
  grown.set(array);
  return grown;
}
