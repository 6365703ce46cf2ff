/** A hash table from whole numbers to chains of rows, in typed arrays: a million entries take 30 MB and no garbage. */

const EMPTY = 0;
const ENDED = -1;

export class NumberTable {
  /** A byte of each key's hash, 0 where there is none: most look-ups find nothing, and end in this small array. */
  #marks: Uint8Array;
  /** First row of each chain; a key whose chain is gone keeps its place. */
  #heads: Int32Array;
  #keys: Float64Array;
  #mask: number;
  #used = 0;
  /** The row after a row of the same chain. */
  #next: Int32Array;

  constructor(expected = 1024) {
    const size = 2 ** Math.max(4, Math.ceil(Math.log2(expected * 2)));
    this.#marks = new Uint8Array(size);
    this.#keys = new Float64Array(size);
    this.#heads = new Int32Array(size).fill(ENDED);
    this.#mask = size - 1;
    this.#next = new Int32Array(expected);
  }

  /** First row under the key, or -1. */
  first(key: number): number {
    const slot = this.#slotOf(key);
    return this.#marks[slot] === EMPTY ? ENDED : (this.#heads[slot] as number);
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
    if (this.#marks[slot] === EMPTY) this.#settle(slot, key);
    this.#next[row] = this.#heads[slot] as number;
    this.#heads[slot] = row;
  }

  remove(key: number, row: number): void {
    const slot = this.#slotOf(key);
    if (this.#marks[slot] === EMPTY) return;
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

  /** The slot of the key, or the empty one where it would stand. */
  #slotOf(key: number): number {
    const hash = hashOf(key);
    const mark = markOf(hash);
    let slot = hash & this.#mask;
    while (this.#marks[slot] !== EMPTY && (this.#marks[slot] !== mark || this.#keys[slot] !== key)) {
      slot = (slot + 1) & this.#mask;
    }
    return slot;
  }

  #settle(slot: number, key: number): void {
    this.#marks[slot] = markOf(hashOf(key));
    this.#keys[slot] = key;
    this.#used += 1;
  }

  /** Keys whose chains are gone are left behind. */
  #grow(): void {
    const [keys, heads] = [this.#keys, this.#heads];
    const alive = heads.reduce((count, head) => (head === ENDED ? count : count + 1), 0);
    const size = alive * 4 > keys.length ? keys.length * 2 : keys.length;
    this.#marks = new Uint8Array(size);
    this.#keys = new Float64Array(size);
    this.#heads = new Int32Array(size).fill(ENDED);
    this.#mask = size - 1;
    this.#used = 0;
    for (let i = 0; i < keys.length; i++) {
      if (heads[i] === ENDED) continue;
      const slot = this.#slotOf(keys[i] as number);
      this.#settle(slot, keys[i] as number);
      this.#heads[slot] = heads[i] as number;
    }
  }
}

function hashOf(key: number): number {
  const hash = Math.imul(key | 0, 0x9e3779b1) ^ Math.imul((key / 0x1_0000_0000) | 0, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/** Never 0, which says that a slot is empty. */
function markOf(hash: number): number {
  return (hash >>> 24) | 1;
}

function longer(array: Int32Array, least: number): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(Math.max(least, array.length * 2));
  grown.set(array);
  return grown;
}
