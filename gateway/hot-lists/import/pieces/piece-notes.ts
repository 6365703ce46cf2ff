/**
 * Notes the pieces of a new version as it is read: which entries their blocks gave, and what is
 * to be remembered of them.
 */
import type { CopyBuffer } from '../../../database/copy-buffer.ts';
import { GrowingBytes } from './growing-bytes.ts';
import type { ListBlock } from './list-block.ts';
import type { KnownText } from './piece-memory.ts';
import {
  BLOCK,
  CONTEXT,
  type Digested,
  HEADER,
  NUMBER,
  PIECE,
  type RowsOfLines,
  writeRecord,
} from './piece-records.ts';
import { PIECE_COLUMNS } from './pieces-store.ts';

export class PieceNotes {
  readonly #listId: string;
  readonly #copies: CopyBuffer;
  #number: number;
  #hasNew = false;
  readonly #records = new GrowingBytes(64 * 1024);
  /** The piece that is being noted: null where it is the head of the file. */
  #piece: Digested | null = null;
  readonly #blocks = new GrowingBytes(2 * 1024);
  #keys = '';
  #rows = { lines: 0, taken: 0, restricted: 0 };
  #isWhole = true;

  /** @param last the highest number of a piece of the list */
  constructor(listId: string, last: number, copies: CopyBuffer) {
    this.#listId = listId;
    this.#number = last;
    this.#copies = copies;
    this.#records.reserve(HEADER);
  }

  /** Whether there was a piece that was not known. */
  get hasNew(): boolean {
    return this.#hasNew;
  }

  /** Known pieces, whose blocks are noted already, or a known block. */
  keep({ piece }: ListBlock, { records, keys, ...rows }: KnownText): void {
    if (keys === null) this.close();
    else this.#add(piece, keys, rows);
    const into = keys === null ? this.#records : this.#blocks;
    const at = into.reserve(records.length);
    records.copy(into.bytes, at);
  }

  /** @param keys of its entries, one behind the other. @param rows that became entries */
  add(block: ListBlock, keys: string, { taken, restricted }: Omit<RowsOfLines, 'lines'>): void {
    const { digest, encoding, lines, piece } = block;
    const isKnown = digest !== null && keys !== '' && taken + restricted === block.rows.length;
    const rows = { lines, taken, restricted };
    this.#add(piece, keys, rows);
    if (!isKnown) this.#isWhole = false;
    if (keys === '') return;
    const at = this.#blocks.reserve(BLOCK);
    writeRecord(this.#blocks.bytes, at, isKnown ? { digest, encoding } : null, rows);
  }

  /** The piece has no more blocks. */
  close(): void {
    if (this.#keys !== '') this.#note();
    this.#blocks.clear();
    this.#keys = '';
    this.#rows = { lines: 0, taken: 0, restricted: 0 };
    this.#isWhole = true;
    this.#piece = null;
  }

  /** What the next version is compared with; once the file is read, and the last piece was closed. */
  pack(context: Buffer): Buffer {
    const records = this.#records.written();
    context.copy(records, 0, 0, CONTEXT);
    records.writeUInt32BE(this.#number, CONTEXT);
    return records;
  }

  #add(piece: Digested | null, keys: string, { lines, taken, restricted }: RowsOfLines): void {
    if (piece !== this.#piece) this.close();
    this.#piece = piece;
    this.#keys += keys;
    const { lines: linesBefore, taken: takenBefore, restricted: restrictedBefore } = this.#rows;
    this.#rows = {
      lines: linesBefore + lines,
      taken: takenBefore + taken,
      restricted: restrictedBefore + restricted,
    };
  }

  #note(): void {
    this.#hasNew = true;
    this.#number += 1;
    const blocks = this.#blocks.written().toString('hex');
    this.#copies.add(PIECE_COLUMNS, `${this.#listId}\t${this.#number}\t\\\\x${blocks}\t\\\\x${this.#keys}\n`);
    const at = this.#records.reserve(PIECE);
    writeRecord(this.#records.bytes, at, this.#isWhole ? this.#piece : null, this.#rows);
    this.#records.bytes.writeUInt32BE(this.#number, at + NUMBER);
  }
}
