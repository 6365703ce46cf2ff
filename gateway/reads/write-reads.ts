/** Writes reads into the store by COPY, one transaction per chunk. Needs the owner of `read`. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { dayOf, ensurePartitions } from './ensure-partitions.ts';
import { READ_COLUMNS, type StoredRead } from './parse-read.ts';

const COLUMNS = READ_COLUMNS.join(', ');

/**
 * Takes the reads that are not there yet; all or, when it throws, none.
 * @returns how many of them were new
 */
export async function writeReads(client: pg.ClientBase, reads: readonly StoredRead[]): Promise<number> {
  await ensurePartitions(client, [...new Set(reads.map(({ capturedAt }) => dayOf(capturedAt)))]);
  await client.query('BEGIN');
  try {
    await client.query('CREATE TEMP TABLE incoming (LIKE read INCLUDING DEFAULTS) ON COMMIT DROP');
    const text = reads.map(({ values }) => `${values.map(copyText).join('\t')}\n`).join('');
    await pipeline(
      Readable.from([Buffer.from(text)]),
      client.query(copyFrom(`COPY incoming (${COLUMNS}) FROM STDIN`)),
    );
    const { rowCount } = await client.query(
      `INSERT INTO read (${COLUMNS}) SELECT ${COLUMNS} FROM incoming ON CONFLICT DO NOTHING`,
    );
    await client.query('COMMIT');
    return rowCount ?? 0;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in COPY's text format. */
function copyText(value: string | null): string {
  return value === null ? '\\N' : value.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] as string);
}
