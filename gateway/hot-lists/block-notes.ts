/** Notes the blocks of a new version as it is read: which entries each gave, and what is to be remembered of it. */
import type { CopyBuffer } from '../database/copy-buffer.ts';
import type { KnownText } from './block-memory.ts';
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
  writeKnown,
} from './block-records.ts';
import type { ListBlock } from './read-list.ts';
import type { TextPiece } from './read-text-blocks.ts';

export class BlockNotes {
  readonly #listId: string;
  readonly #copies: CopyBuffer;
  #number: number;
  #hasNew = false;
  #records = Buffer.alloc(64 * 1024);
  #length = HEADER;
  /** Where the piece stands that is being noted; -1 where none is. */
  #at = -1;
  #piece: TextPiece | null = null;
  #isWhole = true;

  /** @param last the highest number of a block of the list */
  constructor(listId: string, last: number, copies: CopyBuffer) {
    this.#listId = listId;
    this.#number = last;
    this.#copies = copies;
  }

  /** Whether there was a block that was not known. */
  get hasNew(): boolean {
    return this.#hasNew;
  }

  /** Known ones: their entries are noted already. */
  keep({ piece }: ListBlock, { records, isWhole }: KnownText): void {
    if (isWhole) this.#close();
    else this.#open(piece);
    const at = this.#take(records.length);
    records.copy(this.#records, at);
  }

  /** @param keys of its entries, with commas between. @param counts of its rows */
  add(block: ListBlock, keys: string, { taken, restricted }: Omit<BlockCounts, 'lines'>): void {
    const { digest, encoding, lines, piece, rows } = block;
    this.#open(piece);
    const isKnown = digest !== null && keys !== '' && taken + restricted === rows.length;
    if (!isKnown) this.#isWhole = false;
    if (keys === '') return;
    this.#hasNew = true;
    this.#number += 1;
    this.#copies.add(
      'hot_list_block (list_id, number, keys)',
      `${this.#listId}\t${this.#number}\t{${keys}}\n`,
    );
    const at = this.#take(BLOCK);
    this.#records.writeUInt32BE(this.#number, at + NUMBER);
    if (isKnown) writeKnown(this.#records, at, { digest, encoding }, { lines, taken, restricted });
  }

  /** What the next version is compared with; once the file is read. */
  pack(context: Buffer): Buffer {
    this.#close();
    context.copy(this.#records, 0, 0, CONTEXT);
    this.#records.writeUInt32BE(this.#number, CONTEXT);
    return this.#records.subarray(0, this.#length);
  }

  #open(piece: TextPiece | null): void {
    if (this.#at >= 0 && piece === this.#piece) return;
    this.#close();
    this.#at = this.#take(PIECE);
    this.#piece = piece;
    this.#isWhole = true;
  }

  #close(): void {
    if (this.#at < 0) return;
    const at = this.#at;
    const blocks = (this.#length - at - PIECE) / BLOCK;
    this.#at = -1;
    if (blocks === 0) this.#length = at;
    else this.#records.writeUInt32BE(blocks, at + NUMBER);
    if (blocks === 0 || this.#piece === null || !this.#isWhole) return;
    let [lines, taken, restricted] = [0, 0, 0];
    for (let block = at + PIECE; block < this.#length; block += BLOCK) {
      const counts = countsAt(this.#records, block);
      lines += counts.lines;
      taken += counts.taken;
      restricted += counts.restricted;
    }
    writeKnown(this.#records, at, this.#piece, { lines, taken, restricted });
  }

  /** Room for a record, without a digest yet. */
  #take(bytes: number): number {
    const at = this.#length;
    this.#length += bytes;
    if (this.#length > this.#records.length) {
      const grown = Buffer.alloc(2 * this.#length);
      this.#records.copy(grown, 0, 0, at);
      this.#records = grown;
    }
    this.#records.fill(0, at, this.#length);
    this.#records[at + DIGEST] = NOT_KNOWN;
    return at;
  }
}
