/**
 * Sends rows of a list without entries straight into its table. A row that may have come before is not taken:
 * a bitmap of fixed size knows what was certainly not seen; the database decides about the others.
 */
import type { CopyBuffer } from '../../database/copy-buffer.ts';
import { ENTRY_COLUMNS } from './entry-text.ts';
import type { EntryCounts } from './staged-entries-store.ts';

/** The bits of a key that are compared: of a million keys, one in three hundred shares its bit. */
const BITS = 27;
/** The rows sorted by key at once: random places in an index cost as much as all the rest. */
const SORTED = 16_384;
/** Bytes of so many rows, and of the longest one beside them. */
const HELD = 4 * 2 ** 20;
const LONGEST_ROW = 8 * 1024;

export class NewListRows {
  readonly #listId: string;
  readonly #copies: CopyBuffer;
  readonly #seen = new Uint8Array(2 ** (BITS - 3));
  readonly #held = Buffer.alloc(HELD + LONGEST_ROW);
  readonly #ends = new Uint32Array(SORTED);
  /** The first 32 bits of each key, and the number of its row: numbers are sorted ten times faster than strings. */
  readonly #order = new Float64Array(SORTED);
  #rows = 0;
  #length = 0;
  #shared = 0;
  #restricted = 0;

  constructor(listId: string, copies: CopyBuffer) {
    this.#listId = listId;
    this.#copies = copies;
  }

  /** Returns the number of rows taken this way. */
  get taken(): EntryCounts {
    return { shared: this.#shared, restricted: this.#restricted };
  }

  /** Returns false if the row may have come before. @param key hex. @param text of `entryText` */
  take(key: string, text: string, restricted: boolean): boolean {
    const prefix = Number.parseInt(key.slice(0, 8), 16);
    const bit = prefix >>> (32 - BITS);
    const mask = 1 << (bit & 7);
    if (((this.#seen[bit >>> 3] as number) & mask) !== 0) return false;
    (this.#seen[bit >>> 3] as number) |= mask;
    if (restricted) this.#restricted += 1;
    else this.#shared += 1;
    this.#order[this.#rows] = prefix * SORTED + this.#rows;
    this.#length += this.#held.write(`${key}\t${this.#listId}\t${text}`, this.#length);
    this.#ends[this.#rows] = this.#length;
    this.#rows += 1;
    if (this.#rows === SORTED || this.#length > HELD) this.send();
    return true;
  }

  /** Hands over what was gathered. */
  send(): void {
    const sorted = Buffer.allocUnsafe(this.#length);
    let at = 0;
    for (const place of this.#order.subarray(0, this.#rows).sort()) {
      const row = place % SORTED;
      const start = row === 0 ? 0 : (this.#ends[row - 1] as number);
      at += this.#held.copy(sorted, at, start, this.#ends[row]);
    }
    this.#copies.addBytes(`hot_list_entry (key, list_id, ${ENTRY_COLUMNS})`, sorted);
    this.#rows = 0;
    this.#length = 0;
  }
}
