/** What is remembered of a list's file, unpacked. */
import { expect } from '@jest/globals';
import type pg from 'pg';
import {
  BLOCK,
  DIGEST,
  HEADER,
  isKnownAt,
  NUMBER,
  PIECE,
  type RowsOfLines,
  rowsAt,
} from '../../../../gateway/hot-lists/import/pieces/piece-records.ts';

export interface NotedText {
  /** Null: not remembered, only to be replaced. */
  readonly digest: string | null;
  readonly rows: RowsOfLines;
}

export interface NotedPiece extends NotedText {
  readonly number: number;
  readonly blocks: readonly NotedText[];
  /** Hex, one behind the other. */
  readonly keys: string;
}

function textAt(records: Buffer, at: number): NotedText {
  const digest = records.toString('hex', at, at + DIGEST);
  if (!isKnownAt(records, at)) expect(digest).toMatch(/^0+$/);
  return { digest: isKnownAt(records, at) ? digest : null, rows: rowsAt(records, at) };
}

/** The pieces of a list as the next version finds them. */
export async function piecesOf(client: pg.Client, listName: string): Promise<NotedPiece[]> {
  const { rows } = await client.query(
    `SELECT number, blocks, encode(keys, 'hex') AS keys
     FROM hot_list_piece p JOIN hot_list l ON l.id = p.list_id WHERE name = $1`,
    [listName],
  );
  const stored = new Map(rows.map(({ number, ...row }) => [number, row as { blocks: Buffer; keys: string }]));
  const { rows: memories } = await client.query(
    'SELECT records FROM hot_list_memory m JOIN hot_list l ON l.id = m.list_id WHERE name = $1',
    [listName],
  );
  const records: Buffer = memories[0]?.records ?? Buffer.alloc(0);
  const pieces: NotedPiece[] = [];
  for (let at = HEADER; at < records.length; at += PIECE) {
    const number = records.readUInt32BE(at + NUMBER);
    const { blocks, keys } = stored.get(number) as { blocks: Buffer; keys: string };
    stored.delete(number);
    const places = Array.from({ length: blocks.length / BLOCK }, (_, block) => block * BLOCK);
    const piece = { ...textAt(records, at), number, blocks: places.map((at) => textAt(blocks, at)), keys };
    const entries = ({ rows: { taken, restricted } }: NotedText) => taken + restricted;
    expect(keys).toHaveLength(32 * entries(piece));
    expect(piece.blocks.reduce((sum, block) => sum + entries(block), 0)).toBe(entries(piece));
    pieces.push(piece);
  }
  expect([...stored]).toEqual([]);
  return pieces;
}

/** What two lists must have alike, whatever their pieces are numbered. */
export async function rememberedOf(client: pg.Client, listName: string): Promise<string[]> {
  const pieces = await piecesOf(client, listName);
  return pieces.map(({ number: _, ...piece }) => JSON.stringify(piece)).sort();
}
