/**
 * What is remembered of the version in force: digests of the pieces of its file and of the blocks of lines in them, so
 * that the next version is judged and compared only where it differs. INVARIANT: nothing is remembered of a block of
 * which a row was dropped, refused or set aside, nor of its piece. Of what may not be stored nothing is, not even a
 * digest; what was set aside is named anew each time.
 */
import { createHash, type Hash } from 'node:crypto';
import {
  BLOCK,
  type BlockCounts,
  CONTEXT,
  countsAt,
  DIGEST,
  HEADER,
  NOT_KNOWN,
  NUMBER,
  PIECE,
  standsAt,
} from './block-records.ts';
import type { Encoding } from './decode-lines.ts';
import { NumberTable } from './number-table.ts';

/** Lines of which every row became an entry. */
export interface KnownText extends BlockCounts {
  /** As they are packed: whole pieces, or one block of a piece. */
  readonly records: Buffer;
  readonly isWhole: boolean;
}

/** Raise it when a layout reads the same bytes in another way: then nothing that was remembered is found. */
const READING = 2;
const [FREE, WHOLE, IN_PARTS] = [0, 1, 2];

export class BlockMemory {
  readonly #stored: Buffer;
  readonly #context: Hash;
  readonly #pieces: NumberTable;
  #blocks: NumberTable | null = null;
  /** Where each piece stands in `stored`, and at last their end; and what became of it. */
  readonly #pieceAt: number[] = [];
  readonly #pieceState: Uint8Array;
  /** The same for blocks, with the piece of each. */
  readonly #blockAt: Int32Array;
  readonly #pieceOf: Int32Array;
  readonly #isTaken: Uint8Array;
  #contextDigest: Buffer | null = null;
  #isUseful = false;

  /** @param context everything beside its bytes that decides what becomes of a row. @param stored empty: nothing */
  constructor(context: readonly string[], stored: Buffer) {
    this.#context = createHash('sha256').update(JSON.stringify([READING, ...context]));
    this.#stored = stored;
    const blocksAt: number[] = [];
    const pieceOf: number[] = [];
    let at = HEADER;
    while (at < stored.length) {
      const end = at + PIECE + stored.readUInt32BE(at + NUMBER) * BLOCK;
      for (let block = at + PIECE; block < end; block += BLOCK) {
        blocksAt.push(block);
        pieceOf.push(this.#pieceAt.length);
      }
      this.#pieceAt.push(at);
      at = end;
    }
    this.#pieces = this.#index(this.#pieceAt);
    this.#pieceState = new Uint8Array(this.#pieceAt.length);
    this.#pieceAt.push(at);
    this.#blockAt = Int32Array.from(blocksAt);
    this.#pieceOf = Int32Array.from(pieceOf);
    this.#isTaken = new Uint8Array(blocksAt.length);
  }

  /** Highest number of a block that was ever noted; 0 if none was. */
  get last(): number {
    return this.#stored.length === 0 ? 0 : this.#stored.readUInt32BE(CONTEXT);
  }

  /** Lines that say how the others are to be read; before the first piece. */
  addHead(bytes: Buffer): void {
    this.#context.update(bytes);
  }

  /** Under another one nothing is known. Complete once the head was added. */
  get context(): Buffer {
    if (this.#contextDigest === null) {
      this.#contextDigest = this.#context.digest();
      this.#isUseful = this.#contextDigest.equals(this.#stored.subarray(0, CONTEXT));
    }
    return this.#contextDigest;
  }

  /** Number of a piece that was not asked for yet, -1 if there is none: one that stands in a file twice is remembered twice. */
  recallPiece(digest: string, encoding: Encoding): number {
    if (this.context.length === 0 || !this.#isUseful) return -1;
    const piece = this.#take(this.#pieces, digest, encoding);
    if (piece >= 0) this.#pieceState[piece] = WHOLE;
    return piece;
  }

  /** Pieces that stand one after the other. @param end exclusive */
  wholePieces(from: number, end: number): KnownText {
    let [lines, taken, restricted] = [0, 0, 0];
    for (let piece = from; piece < end; piece += 1) {
      const counts = countsAt(this.#stored, this.#pieceAt[piece] as number);
      lines += counts.lines;
      taken += counts.taken;
      restricted += counts.restricted;
    }
    const records = this.#stored.subarray(this.#pieceAt[from], this.#pieceAt[end]);
    return { lines, taken, restricted, records, isWhole: true };
  }

  /** A block that was not asked for yet; its piece is not there as a whole any more. */
  recallBlock(digest: string, encoding: Encoding): KnownText | null {
    if (this.context.length === 0 || !this.#isUseful) return null;
    // Only where a piece differs are blocks looked for.
    this.#blocks ??= this.#index(this.#blockAt);
    const block = this.#take(this.#blocks, digest, encoding);
    if (block < 0) return null;
    this.#isTaken[block] = 1;
    this.#pieceState[this.#pieceOf[block] as number] = IN_PARTS;
    const at = this.#blockAt[block] as number;
    const records = this.#stored.subarray(at, at + BLOCK);
    return { ...countsAt(this.#stored, at), records, isWhole: false };
  }

  /** Numbers of the blocks that were noted and not recalled. */
  gone(): number[] {
    const numbers: number[] = [];
    for (let block = 0; block < this.#blockAt.length; block += 1) {
      if (this.#isRecalled(block)) continue;
      numbers.push(this.#stored.readUInt32BE((this.#blockAt[block] as number) + NUMBER));
    }
    return numbers;
  }

  #isRecalled(block: number): boolean {
    return this.#isTaken[block] === 1 || this.#pieceState[this.#pieceOf[block] as number] === WHOLE;
  }

  #index(places: ArrayLike<number>): NumberTable {
    const table = new NumberTable(Math.max(1, places.length));
    for (let row = 0; row < places.length; row += 1) {
      const at = places[row] as number;
      if (this.#stored[at + DIGEST] !== NOT_KNOWN) table.add(this.#stored.readUIntBE(at, 6), row);
    }
    return table;
  }

  /** Takes the first row of this digest off the table, and those before it that are not free any more; -1 if there is none. */
  #take(table: NumberTable, digest: string, encoding: Encoding): number {
    const key = keyOf(digest);
    for (let row = table.first(key); row >= 0; ) {
      const next = table.after(row);
      const at = table === this.#pieces ? this.#freePiece(row) : this.#freeBlock(row);
      const isIt = at >= 0 && standsAt(this.#stored, at, digest, encoding);
      if (at < 0 || isIt) table.remove(key, row);
      if (isIt) return row;
      row = next;
    }
    return -1;
  }

  #freePiece(piece: number): number {
    return this.#pieceState[piece] === FREE ? (this.#pieceAt[piece] as number) : -1;
  }

  #freeBlock(block: number): number {
    return this.#isRecalled(block) ? -1 : (this.#blockAt[block] as number);
  }
}

/** The first six bytes find it; then all that is kept is compared. */
function keyOf(digest: string): number {
  return threeBytes(digest, 0) * 0x100_0000 + threeBytes(digest, 3);
}

function threeBytes(text: string, at: number): number {
  return text.charCodeAt(at) * 0x1_0000 + text.charCodeAt(at + 1) * 0x100 + text.charCodeAt(at + 2);
}
