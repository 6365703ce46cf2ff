/** What is remembered of a list's file, unpacked. */
import { expect } from '@jest/globals';
import type pg from 'pg';
import {
  BLOCK,
  type BlockCounts,
  countsAt,
  DIGEST,
  HEADER,
  NOT_KNOWN,
  NUMBER,
  PIECE,
} from '../../../gateway/hot-lists/block-records.ts';

export interface NotedBlock {
  readonly number: number;
  readonly keys: string;
  /** Null: not remembered, only to be replaced. */
  readonly digest: string | null;
  readonly counts: BlockCounts;
}

/** The blocks of a list, piece by piece, as the next version finds them. */
export async function piecesOf(
  client: pg.Client,
  listName: string,
): Promise<{ digest: string | null; blocks: NotedBlock[] }[]> {
  const { rows } = await client.query(
    `SELECT number, keys::text FROM hot_list_block b JOIN hot_list l ON l.id = b.list_id WHERE name = $1`,
    [listName],
  );
  const keys = new Map(rows.map((row) => [row.number as number, row.keys as string]));
  const { rows: memories } = await client.query(
    'SELECT records FROM hot_list_memory m JOIN hot_list l ON l.id = m.list_id WHERE name = $1',
    [listName],
  );
  const records: Buffer = memories[0]?.records ?? Buffer.alloc(0);
  const digestAt = (at: number) => {
    const digest = records.toString('hex', at, at + DIGEST);
    if (records[at + DIGEST] !== NOT_KNOWN) return digest;
    expect(digest).toMatch(/^0+$/);
    return null;
  };
  const pieces: { digest: string | null; blocks: NotedBlock[] }[] = [];
  for (let at = HEADER; at < records.length; ) {
    const end = at + PIECE + records.readUInt32BE(at + NUMBER) * BLOCK;
    const piece = { digest: digestAt(at), blocks: [] as NotedBlock[] };
    for (at += PIECE; at < end; at += BLOCK) {
      const number = records.readUInt32BE(at + NUMBER);
      const noted = { number, keys: keys.get(number) as string, digest: digestAt(at) };
      piece.blocks.push({ ...noted, counts: countsAt(records, at) });
      expect(keys.delete(number)).toBe(true);
    }
    pieces.push(piece);
  }
  expect([...keys]).toEqual([]);
  return pieces;
}

export async function blocksOf(client: pg.Client, listName: string): Promise<NotedBlock[]> {
  return (await piecesOf(client, listName)).flatMap(({ blocks }) => blocks);
}

/** What two lists must have alike, whatever their blocks are numbered. */
export async function rememberedOf(client: pg.Client, listName: string): Promise<string[]> {
  const pieces = await piecesOf(client, listName);
  return pieces
    .map(({ blocks, digest }) => JSON.stringify([digest, blocks.map(({ number: _, ...block }) => block)]))
    .sort();
}
