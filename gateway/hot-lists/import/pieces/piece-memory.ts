/**
 * What is remembered of the version in force: digests of the pieces of its file, so that the next version is read only
 * where it differs. INVARIANT: no digest is remembered of a block of which a row was dropped, refused or set aside, nor
 * of its piece. Of what may not be stored nothing is, not even a digest; what was set aside is named again each time.
 */
import { createHash, type Hash } from 'node:crypto';
import { CONTEXT, type Digested, HEADER, NUMBER, PIECE, type RowsOfLines, rowsOf } from './piece-records.ts';
import { RecordTable } from './record-table.ts';

/** Lines of which every row became an entry. */
export interface KnownText extends RowsOfLines {
  /** As they are packed: whole pieces, or blocks of one. */
  readonly records: Buffer;
  /** Of the entries of the blocks, in hex; null: whole pieces, whose keys stay where they are. */
  readonly keys: string | null;
}

/** Raise it when a layout reads the same bytes in another way: then nothing that was remembered is found. */
const READING = 2;
const [FREE, WHOLE, OPENED] = [0, 1, 2];

export class PieceMemory {
  readonly #stored: Buffer;
  readonly #context: Hash;
  readonly #pieces: RecordTable;
  /** What became of each. */
  readonly #state: Uint8Array;
  #contextDigest: Buffer | null = null;
  #isUseful: boolean | null = null;

  /** @param context everything beside its bytes that decides what becomes of a row. @param stored empty: nothing */
  constructor(context: readonly string[], stored: Buffer) {
    this.#context = createHash('sha256').update(JSON.stringify([READING, ...context]));
    this.#stored = stored;
    const count = Math.max(0, (stored.length - HEADER) / PIECE);
    const state = new Uint8Array(count);
    this.#state = state;
    this.#pieces = new RecordTable(stored, count, placeOf, (piece) => state[piece] === FREE);
  }

  /** Highest number of a piece that was ever noted; 0 if none was. */
  get last(): number {
    return this.#stored.length === 0 ? 0 : this.#stored.readUInt32BE(CONTEXT);
  }

  /** Lines that say how the others are to be read; before the first piece. */
  addHead(bytes: Buffer): void {
    this.#context.update(bytes);
  }

  /** Under another one nothing is known. Complete once the head was added. */
  get context(): Buffer {
    this.#contextDigest ??= this.#context.digest();
    return this.#contextDigest;
  }

  /** Whether there is anything to recall; once the head was added. */
  get isUseful(): boolean {
    this.#isUseful ??= this.context.equals(this.#stored.subarray(0, CONTEXT));
    return this.#isUseful;
  }

  /**
   * Place in the last version of a piece that was not asked for yet, -1 if there is none: one that stands in a file
   * twice is remembered twice.
   */
  recall(text: Digested): number {
    if (!this.isUseful) return -1;
    const piece = this.#pieces.find(text);
    if (piece >= 0) this.#state[piece] = WHOLE;
    return piece;
  }

  /** Pieces that stand one after the other. @param end exclusive */
  textOf(from: number, end: number): KnownText {
    const records = this.#stored.subarray(placeOf(from), placeOf(end));
    return { ...rowsOf(records, 0, records.length, PIECE), records, keys: null };
  }

  /**
   * The next pieces that were not asked for yet, up to the first that was: from now on they are not there as a whole.
   */
  open(from: number, most: number): number[] {
    const numbers: number[] = [];
    if (!this.isUseful) return numbers;
    for (let piece = from; numbers.length < most && this.#state[piece] === FREE; piece += 1) {
      this.#state[piece] = OPENED;
      numbers.push(this.#numberOf(piece));
    }
    return numbers;
  }

  /** Numbers of those that were neither recalled nor opened. */
  gone(): number[] {
    const numbers: number[] = [];
    this.#state.forEach((state, piece) => {
      if (state === FREE) numbers.push(this.#numberOf(piece));
    });
    return numbers;
  }

  /** Whether every piece was recalled. */
  get isWhole(): boolean {
    return this.#state.every((state) => state === WHOLE);
  }

  #numberOf(piece: number): number {
    return this.#stored.readUInt32BE(placeOf(piece) + NUMBER);
  }
}

function placeOf(piece: number): number {
  return HEADER + piece * PIECE;
}
