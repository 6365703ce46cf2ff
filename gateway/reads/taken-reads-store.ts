/** Reads as they are taken into the store, by COPY. Needs the owner of `read`. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { READ_COLUMNS, type StoredRead } from './parse-read.ts';

const COLUMNS = READ_COLUMNS.join(', ');

/**
 * Inserts reads. INVARIANT: in a transaction, and the partitions of all their days are there.
 * @returns how many of them were new
 */
export async function insertReads(client: pg.ClientBase, reads: readonly StoredRead[]): Promise<number> {
  await client.query('CREATE TEMP TABLE incoming (LIKE read INCLUDING DEFAULTS) ON COMMIT DROP');
  const text = reads.map(({ values }) => `${values.map(copyText).join('\t')}\n`).join('');
  await pipeline(
    Readable.from([Buffer.from(text)]),
    client.query(copyFrom(`COPY incoming (${COLUMNS}) FROM STDIN`)),
  );
  const { rowCount } = await client.query(
    `INSERT INTO read (${COLUMNS}) SELECT ${COLUMNS} FROM incoming ON CONFLICT DO NOTHING`,
  );
  return rowCount ?? 0;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function copyText(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string);
}
