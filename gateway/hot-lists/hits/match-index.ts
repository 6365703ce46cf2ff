/** The entries in force, in memory: which of them a read matches, in time that does not grow with their number. */
import { lookalikeKey } from '../../../sharing-rules/terms/plate.ts';
import { NumberTable } from '../lists/number-table.ts';
import { plateCode, stateCode } from './plate-code.ts';

/** How plates of a list are compared. */
export interface MatchTerms {
  /** The list writes 0 for O. */
  readonly zeroForO: boolean;
  /** Also plates that cameras confuse; such a match is to be verified. */
  readonly lookalike: boolean;
}

export interface IndexedEntry {
  /** Number of the list in the index's own order. */
  readonly list: number;
  readonly position: number;
  readonly plate: string;
  readonly state: string | null;
  /** Ms since the epoch, exclusive. */
  readonly expiresAt: number | null;
}

export interface Match {
  readonly list: number;
  readonly position: number;
  /** The plate is not the entry's character by character, or one of the two has no state. */
  readonly verify: boolean;
}

const NOTHING: readonly never[] = Object.freeze([]);

export class MatchIndex {
  readonly #terms: MatchTerms[] = [];
  readonly #exact = new NumberTable();
  readonly #zero = new NumberTable();
  readonly #alike = new NumberTable();
  readonly #places = new NumberTable();
  #anyZero = false;
  #anyAlike = false;
  #size = 0;
  #free: number[] = [];
  #rows = 0;
  #codes = new Float64Array(1024);
  #aliked = new Float64Array(1024);
  #positions = new Float64Array(1024);
  #expiries = new Float64Array(1024);
  #lists = new Int32Array(1024);
  #states = new Int32Array(1024);

  /** Entries held. */
  get size(): number {
    return this.#size;
  }

  /** Makes a list known; its number goes with its entries. */
  addList(terms: MatchTerms): number {
    this.#anyZero ||= terms.zeroForO;
    this.#anyAlike ||= terms.lookalike;
    return this.#terms.push(terms) - 1;
  }

  /** An entry that is there already is not doubled. */
  add({ list, position, plate, state, expiresAt }: IndexedEntry): void {
    const code = plateCode(plate);
    if (code < 0 || this.#places.first(position) >= 0) return;
    const { zeroForO, lookalike } = this.#terms[list] as MatchTerms;
    const row = this.#free.pop() ?? this.#newRow();
    this.#codes[row] = code;
    this.#aliked[row] = lookalike ? plateCode(lookalikeKey(plate)) : -1;
    this.#positions[row] = position;
    this.#expiries[row] = expiresAt ?? Number.POSITIVE_INFINITY;
    this.#lists[row] = list;
    this.#states[row] = stateCode(state);
    // With a look-alike key no other is needed: O and 0 are alike.
    if (lookalike) this.#alike.add(this.#aliked[row] as number, row);
    else if (zeroForO) this.#zero.add(plateCode(withZeros(plate)), row);
    else this.#exact.add(code, row);
    this.#places.add(position, row);
    this.#size += 1;
  }

  remove(position: number): void {
    const row = this.#places.first(position);
    if (row < 0) return;
    this.#places.remove(position, row);
    const code = this.#codes[row] as number;
    const alike = this.#aliked[row] as number;
    const { zeroForO } = this.#terms[this.#lists[row] as number] as MatchTerms;
    if (alike >= 0) this.#alike.remove(alike, row);
    else if (zeroForO) this.#zero.remove(zeroCode(code), row);
    else this.#exact.remove(code, row);
    this.#free.push(row);
    this.#size -= 1;
  }

  /**
   * The entries in force at `now` that a read of this plate matches. States that are both known must agree.
   * @param plate normalized
   */
  match(plate: string, state: string | null, now: number): readonly Match[] {
    const code = plateCode(plate);
    if (code < 0) return NOTHING;
    const read = stateCode(state);
    let found: Match[] | null = null;
    const collect = (table: NumberTable, key: number) => {
      for (let row = table.first(key); row >= 0; row = table.after(row)) {
        const listed = this.#states[row] as number;
        if ((this.#expiries[row] as number) <= now || (listed !== 0 && read !== 0 && listed !== read))
          continue;
        found ??= [];
        found.push({
          list: this.#lists[row] as number,
          position: this.#positions[row] as number,
          verify: this.#codes[row] !== code || listed === 0 || read === 0,
        });
      }
    };
    collect(this.#exact, code);
    if (this.#anyZero) collect(this.#zero, plateCode(withZeros(plate)));
    if (this.#anyAlike) collect(this.#alike, plateCode(lookalikeKey(plate)));
    return found ?? NOTHING;
  }

  #newRow(): number {
    const row = this.#rows;
    this.#rows += 1;
    if (row < this.#codes.length) return row;
    this.#codes = doubled(this.#codes);
    this.#aliked = doubled(this.#aliked);
    this.#positions = doubled(this.#positions);
    this.#expiries = doubled(this.#expiries);
    this.#lists = Int32Array.from({ length: row * 2 }, (_, i) => this.#lists[i] ?? 0);
    this.#states = Int32Array.from({ length: row * 2 }, (_, i) => this.#states[i] ?? 0);
    return row;
  }
}

function withZeros(plate: string): string {
  return plate.includes('O') ? plate.replaceAll('O', '0') : plate;
}

/** `plateCode(withZeros(plate))` from the plate's own code: O is 25 there, 0 is 1. */
function zeroCode(code: number): number {
  let [rest, place, zeros] = [code, 1, 0];
  while (rest > 0) {
    const digit = rest % 37;
    zeros += (digit === 25 ? 1 : digit) * place;
    place *= 37;
    rest = (rest - digit) / 37;
  }
  return zeros;
}

function doubled(array: Float64Array): Float64Array<ArrayBuffer> {
  const grown = new Float64Array(array.length * 2);
  grown.set(array);
  return grown;
}
