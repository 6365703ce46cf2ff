/** A hot list that is brought to version after version while servers die: each whole, and none forgotten. */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { connectImport, importList } from '../../../../gateway/hot-lists/import/import-list.ts';
import { chunked } from '../../../gateway/hot-lists/lists/sample-lists.ts';
import { versionText } from '../../faults/hot-lists/fetch-faults.ts';

const NAME = 'failover';
const ROWS = 400;
const REST = 700;

export interface ListHistory {
  /** The newest version of which it was said that it is in force. */
  acknowledged: number;
  /** The newest that was begun. */
  begun: number;
}

/** Imports until stopped, as the gateway's own role. */
export async function importOnAndOn(
  url: string,
  history: ListHistory,
  stopped: () => boolean,
): Promise<void> {
  while (!stopped()) {
    history.begun += 1;
    await importOnce(url, history.begun).then(
      () => {
        history.acknowledged = history.begun;
      },
      () => undefined,
    );
    await pause(REST);
  }
}

async function importOnce(url: string, version: number): Promise<void> {
  const client = await connectImport(url);
  try {
    const source = chunked(versionText(version, ROWS));
    await importList(client, { listName: NAME, layout: 'csv', source, rulesRevision: 'failover' });
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** @returns a sentence for each violation */
export async function checkList(owner: pg.Pool, { acknowledged, begun }: ListHistory): Promise<string[]> {
  const { rows } = await owner.query(
    `SELECT count(*)::int AS entries, min(plate) AS first, max(plate) AS last
     FROM hot_list_entry WHERE list_id = (SELECT id FROM hot_list WHERE name = $1)`,
    [NAME],
  );
  const { entries, first, last } = rows[0];
  const version = Number(String(first).slice(2)) - 100_000;
  const isWhole = entries === ROWS && last === `ZZ${100_000 + version + ROWS - 1}`;
  if (!isWhole) return [`the hot list is not a whole version: ${entries} entries from ${first} to ${last}`];
  if (version < acknowledged || version > begun) {
    return [`the hot list is version ${version}, and ${acknowledged} was acknowledged`];
  }
  return [];
}
