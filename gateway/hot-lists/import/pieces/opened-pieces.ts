/**
 * Pieces of the last version that do not come again as they were: which of their blocks do, and which entries went
 * with the others. An entry that one row took away and another gives is told here, without asking the database.
 */
import type pg from 'pg';
import type { CopyBuffer } from '../../../database/copy-buffer.ts';
import type { KnownText } from './piece-memory.ts';
import { BLOCK, type Digested, rowsAt, rowsOf } from './piece-records.ts';
import { deletePieces } from './pieces-store.ts';
import { RecordTable } from './record-table.ts';

/** Hex digits. */
const KEY = 32;
const NONE = Buffer.alloc(0);

export class OpenedPieces {
  readonly #trx: pg.ClientBase;
  readonly #listId: string;
  readonly #copies: CopyBuffer;
  #blocks = NONE;
  #keys = '';
  /** Where the keys of each block begin, and at last their end. */
  #keysAt = new Uint32Array(1);
  #isTaken = new Uint8Array(0);
  #table: RecordTable | null = null;
  /** How many rows of blocks that did not come again gave each entry; null: not counted yet. */
  #gone: Map<string, number> | null = null;

  /** @param copies takes in the entries that went, as `outgoing` */
  constructor(trx: pg.ClientBase, listId: string, copies: CopyBuffer) {
    this.#trx = trx;
    this.#listId = listId;
    this.#copies = copies;
  }

  /** In the place of those that are open. @param numbers each is opened once */
  async open(numbers: readonly number[]): Promise<void> {
    this.close();
    if (numbers.length === 0) return;
    const pieces = await deletePieces(this.#trx, this.#listId, numbers);
    const blocks = Buffer.concat(pieces.map((piece) => piece.blocks));
    const count = blocks.length / BLOCK;
    const [keysAt, isTaken] = [new Uint32Array(count + 1), new Uint8Array(count)];
    for (let block = 0; block < count; block += 1) {
      const { taken, restricted } = rowsAt(blocks, block * BLOCK);
      keysAt[block + 1] = (keysAt[block] as number) + (taken + restricted) * KEY;
    }
    this.#blocks = blocks;
    this.#keys = pieces.map(({ keys }) => keys).join('');
    this.#keysAt = keysAt;
    this.#isTaken = isTaken;
    this.#table = new RecordTable(
      blocks,
      count,
      (block) => block * BLOCK,
      (block) => isTaken[block] === 0,
    );
  }

  /** Place of a block that was not asked for yet, -1 if there is none. */
  recall(text: Digested): number {
    const block = this.#table?.find(text) ?? -1;
    if (block >= 0) this.#isTaken[block] = 1;
    return block;
  }

  /** Blocks that stand one after the other. @param end exclusive */
  textOf(from: number, end: number): KnownText {
    const records = this.#blocks.subarray(from * BLOCK, end * BLOCK);
    return { ...rowsOf(records, 0, records.length, BLOCK), records, keys: this.#keysOf(from, end) };
  }

  /** True where a row of this entry went: then this one stands in its place. After the last `recall`. */
  cancel(key: string): boolean {
    this.#gone ??= this.#countGone();
    const rows = this.#gone.get(key) ?? 0;
    if (rows > 1) this.#gone.set(key, rows - 1);
    else this.#gone.delete(key);
    return rows > 0;
  }

  /** What went and was not canceled goes to the database. */
  close(): void {
    this.#gone ??= this.#countGone();
    let keys = '';
    for (const [key, rows] of this.#gone) keys += `${key}\n`.repeat(rows);
    if (keys !== '') this.#copies.add('outgoing (key)', keys);
    this.#table = null;
    this.#blocks = NONE;
    this.#isTaken = new Uint8Array(0);
    this.#gone = null;
  }

  #keysOf(from: number, end: number): string {
    return this.#keys.slice(this.#keysAt[from], this.#keysAt[end]);
  }

  #countGone(): Map<string, number> {
    const gone = new Map<string, number>();
    this.#isTaken.forEach((isTaken, block) => {
      const keys = isTaken === 1 ? '' : this.#keysOf(block, block + 1);
      for (let at = 0; at < keys.length; at += KEY) {
        const key = keys.slice(at, at + KEY);
        gone.set(key, (gone.get(key) ?? 0) + 1);
      }
    });
    return gone;
  }
}
