/** Faults while a list is fetched: whatever happens, each version takes effect once and whole. */
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { setSource } from '../../../../gateway/hot-lists/sources/sources-store.ts';
import type { Testbed } from './testbed.ts';

const ROWS = 20_000;

/** Version `n` of a list: all rows but a few stay. One row of immigration, which must be nowhere. */
export function versionText(version: number, rows = ROWS): string {
  const lines = Array.from({ length: rows }, (_, i) => `ZZ${100_000 + i + version},Stolen Vehicle`);
  return `plate,type\n${lines.join('\n')}\nZZIMM1,Immigration Violator\n`;
}

export interface Fetched {
  /** Serves this version from now on, and orders it. */
  order(version: number): Promise<void>;
  /** Whether the list is exactly this version. */
  is(version: number): Promise<boolean>;
  /** What is wrong with the log and the outbox after these versions. */
  violations(versions: number): Promise<string[]>;
}

/** How an answer is given. */
export type Serve = (response: ServerResponse, text: string) => void;

export async function startFetching(testbed: Testbed, name: string, serve: Serve): Promise<Fetched> {
  const { pool, partner } = testbed;
  let current = 0;
  partner.serve = (request, response) => {
    const etag = `"${current}"`;
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304).end();
      return;
    }
    const text = versionText(current);
    response.writeHead(200, { ETag: etag, 'Content-Length': String(text.length) });
    serve(response, text);
  };
  await setSource(testbed.ownerPool, {
    listName: name,
    layout: 'csv',
    purpose: null,
    url: partner.url,
    everySeconds: 3_600,
  });
  const count = async (text: string, values: unknown[]) =>
    (await pool.query(text, values)).rows[0].found as number;
  return {
    order: async (version) => {
      current = version;
      await pool.query('UPDATE list_source SET next_at = clock_timestamp() WHERE list_name = $1', [name]);
      await pool.query(`SELECT pg_notify('outbox', '')`);
    },
    is: async (version) => {
      const { rows } = await pool.query(
        `SELECT count(*) AS entries, count(DISTINCT plate) AS plates, min(plate) AS first, max(plate) AS last
         FROM hot_list_entry WHERE list_id = (SELECT id FROM hot_list WHERE name = $1)`,
        [name],
      );
      const { entries, plates, first, last } = rows[0];
      const [from, to] = [100_000 + version, 100_000 + version + ROWS - 1];
      return entries === ROWS && plates === ROWS && first === `ZZ${from}` && last === `ZZ${to}`;
    },
    violations: async (versions) => {
      const logged = await count(
        `SELECT count(*) AS found FROM audit_detail WHERE kind = 'hot_list_sync' AND owner_detail::jsonb ->> 'name' = $1`,
        [name],
      );
      const immigration = await count(
        `SELECT (SELECT count(*) FROM hot_list_entry WHERE plate LIKE 'ZZIMM%')
           + (SELECT count(*) FROM audit_detail WHERE owner_detail LIKE '%ZZIMM%') AS found`,
        [],
      );
      return [
        ...(logged === versions ? [] : [`${logged} entries of the log for ${versions} versions`]),
        ...(immigration === 0 ? [] : ['a row of the Immigration Violator File was kept']),
        ...(/ZZIMM/.test(await testbed.redis.dump()) ? ['a row was in Redis'] : []),
      ];
    },
  };
}

/**
 * Ms between looks: an import of these rows takes a fifth of a second. And for how long: a job of a worker that was
 * killed is another's after half a minute.
 */
const LOOK_EVERY = 5;
const LOOK_FOR = 40_000;

/** Waits until the import of a worker has begun to write; false if it was not seen to. */
export async function untilApplying({ ownerPool }: Testbed): Promise<boolean> {
  const until = performance.now() + LOOK_FOR;
  while (performance.now() < until) {
    // Locks are there for everybody to see; what another role's session does is not.
    const { rows } = await ownerPool.query(
      `SELECT 1 FROM pg_locks WHERE relation = 'hot_list_entry'::regclass AND mode = 'RowExclusiveLock'
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (rows.length > 0) {
      await pause(Math.random() * 60);
      return true;
    }
    await pause(LOOK_EVERY);
  }
  return false;
}
