/** Finds packed records by their digest: each once, in their order. */
import { NumberTable } from '../../lists/number-table.ts';
import { type Digested, isKnownAt, standsAt } from './piece-records.ts';

export class RecordTable {
  readonly #records: Buffer;
  readonly #placeOf: (record: number) => number;
  readonly #isFree: (record: number) => boolean;
  readonly #table: NumberTable;

  /** @param placeOf where a record stands. @param isFree false: it is found no more */
  constructor(
    records: Buffer,
    count: number,
    placeOf: (record: number) => number,
    isFree: (record: number) => boolean,
  ) {
    this.#records = records;
    this.#placeOf = placeOf;
    this.#isFree = isFree;
    this.#table = new NumberTable(Math.max(1, count));
    // The last that is added is found first.
    for (let record = count - 1; record >= 0; record -= 1) {
      const at = placeOf(record);
      if (isKnownAt(records, at)) this.#table.add(records.readUIntBE(at, 6), record);
    }
  }

  /** The first free record of this digest, which the caller then takes; -1 if there is none. */
  find(text: Digested): number {
    const key = keyOf(text.digest);
    for (let record = this.#table.first(key); record >= 0; ) {
      const next = this.#table.after(record);
      const isFree = this.#isFree(record);
      const isIt = isFree && standsAt(this.#records, this.#placeOf(record), text);
      if (!isFree || isIt) this.#table.remove(key, record);
      if (isIt) return record;
      record = next;
    }
    return -1;
  }
}

/** The first six bytes find it; then all that is kept is compared. */
function keyOf(digest: string): number {
  return threeBytes(digest, 0) * 0x100_0000 + threeBytes(digest, 3);
}

function threeBytes(text: string, at: number): number {
  return text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1) * 0x100 + text.charCodeAt(at + 2);
}
