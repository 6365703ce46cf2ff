/** The public log over HTTP, on a real database, read by the independent verifier. */
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { createLog } from '../../../../gateway/audit/create-log.ts';
import { findLeafHashes } from '../../../../gateway/audit/log-store.ts';
import { appendLeaves } from '../../../../gateway/audit/merkle.ts';
import { verifyNote } from '../../../../gateway/audit/signed-note.ts';
import { httpSource } from '../../../../gateway/audit-verify/log-source.ts';
import { verifyLog } from '../../../../gateway/audit-verify/verify-log.ts';
import { signer } from '../../audit/sample-log.ts';
import { grow, type ServedLog, serveLog } from '../../audit/serve-log.ts';

describe('the public log', () => {
  let log: ServedLog;
  const get = async (path: string) => {
    const response = await fetch(`${log.url}/${path}`);
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  const statusOf = async (path: string) => (await get(path)).response.status;

  beforeAll(async () => {
    log = await serveLog();
  });
  afterAll(() => log.stop());

  test('has no checkpoint and no tiles before it exists', async () => {
    for (const path of ['checkpoint', 'tile/0/000.p/1', 'tile/entries/000.p/1']) {
      const { response, bytes } = await get(path);
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        'text/plain; charset=utf-8',
      ]);
      expect(bytes.toString()).toMatch(/yet\n$/);
    }
  });

  test('is served with the types and cache headers of tlog-tiles, to anyone', async () => {
    await grow(log.ownerPool, 0, 300);
    const checkpoint = await get('checkpoint');
    expect(verifyNote(checkpoint.bytes.toString(), signer.vkey).text).toMatch(/^log\.example\/ccpd\n300\n/);
    expect(checkpoint.response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(checkpoint.response.headers.get('cache-control')).toBe('no-cache');
    for (const [path, size] of [
      ['tile/0/000', 8192],
      ['tile/0/001.p/44', 44 * 32],
      ['tile/1/000.p/1', 32],
    ] as const) {
      const { response, bytes } = await get(path);
      expect([path, response.status, bytes.length]).toEqual([path, 200, size]);
      expect(response.headers.get('content-type')).toBe('application/octet-stream');
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
    }
    const { bytes } = await get('tile/entries/001.p/2');
    expect(bytes.subarray(2, 2 + bytes.readUInt16BE(0)).toString()).toContain('"kind":"log_read"');
  });

  test('asks the database once for all who come while it answers', async () => {
    let asked = 0;
    const count = () => {
      asked += 1;
    };
    const owner = new pg.Client({ connectionString: log.databases.gatewayOwnerUrl });
    await owner.connect();
    await owner.query('BEGIN; LOCK TABLE log_checkpoint IN ACCESS EXCLUSIVE MODE');
    log.pool.on('acquire', count);
    const answers = Array.from({ length: 40 }, () => get('checkpoint'));
    for (let come = 0; come < answers.length; come += 1) await once(log.server, 'request');
    await owner.query('COMMIT');
    const sizes = (await Promise.all(answers)).map(({ bytes }) => bytes.toString().split('\n')[1]);
    log.pool.off('acquire', count);
    await owner.end();
    expect(new Set(sizes)).toEqual(new Set(['300']));
    expect(asked).toBe(2);
  });

  test('never shows what no checkpoint covers, even where the rows are there', async () => {
    await grow(log.ownerPool, 300, 600, false);
    expect(await statusOf('tile/0/001.p/44')).toBe(200);
    for (const path of ['tile/0/001.p/45', 'tile/0/001', 'tile/0/002.p/1', 'tile/1/000.p/2', 'tile/1/000']) {
      expect([path, await statusOf(path)]).toEqual([path, 404]);
    }
    for (const path of ['tile/entries/001.p/45', 'tile/entries/001', 'tile/entries/x009/000']) {
      expect([path, await statusOf(path)]).toEqual([path, 404]);
    }
  });

  test.each([
    'tile/0/0',
    'tile/00/000',
    'tile/0/000.p/256',
    'tile/0/000/',
    'tile/0/%30%30%30',
    'tile/0/x000/000',
    'tile',
    'Checkpoint',
  ])('answers 404 to `%s`, which is not the right spelling of a path', async (path) => {
    expect(await statusOf(path)).toBe(404);
  });

  test('partial tiles of every earlier size stay, as they were, when the log has grown', async () => {
    const early = (await get('tile/0/001.p/44')).bytes;
    const tree = appendLeaves([], 0, await findLeafHashes(log.pool, 0, 600));
    await log.ownerPool.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES (600, $1, $2)', [
      tree.root,
      tree.frontier,
    ]);
    expect((await get('tile/0/001.p/44')).bytes).toEqual(early);
    expect((await get('tile/0/001')).bytes.subarray(0, early.length)).toEqual(early);
  });

  test('a missing row is a fault, not a shorter tile', async () => {
    await log.ownerPool.query('INSERT INTO log_checkpoint (size, root, frontier) VALUES (700, $1, $2)', [
      Buffer.alloc(32),
      [],
    ]);
    expect(await statusOf('checkpoint')).toBe(503);
    expect(await statusOf('tile/0/002.p/188')).toBe(503);
    expect((await get('tile/entries/002.p/188')).bytes.toString()).toMatch(
      /^entry \d+ is missing from the log, .* altered\n$/,
    );
    expect(await statusOf('tile/0/002.p/88')).toBe(200);
  });
});

describe('a log as the gateway writes it', () => {
  let log: ServedLog;
  beforeAll(async () => {
    log = await serveLog();
  });
  afterAll(() => log.stop());

  test('is verified from its first entry on', async () => {
    await createLog(log.pool, signer.origin);
    await createLog(log.pool, signer.origin);
    const client = await log.pool.connect();
    const nobody = { agency: null, grant: null, effect: null, asker: {}, owner: {} } as const;
    for (let i = 0; i < 20; i++) {
      await client.query('BEGIN');
      await appendEvents(client, [
        { ...nobody, kind: 'log_read', mark: false },
        { ...nobody, kind: 'purged', mark: false },
      ]);
      await client.query('COMMIT');
    }
    client.release();
    const report = await verifyLog({ source: httpSource(log.url), vkey: signer.vkey });
    expect(report).toMatchObject({
      ok: true,
      faults: [],
      size: 41,
      kinds: { log_created: 1, log_read: 20, purged: 20 },
    });
  });
});

describe('a log that publishes its entries later', () => {
  let log: ServedLog;
  beforeAll(async () => {
    log = await serveLog(3_600_000);
  });
  afterAll(() => log.stop());

  test('shows hashes at once, and entries only when their delay is over', async () => {
    await grow(log.ownerPool, 0, 10);
    await log.ownerPool.query(
      `INSERT INTO log_checkpoint (size, root, frontier, committed_at)
       SELECT 4, root, frontier, clock_timestamp() - interval '2 hours' FROM log_checkpoint`,
    );
    const statusOf = async (path: string) => (await fetch(`${log.url}/${path}`)).status;
    expect(await statusOf('tile/0/000.p/10')).toBe(200);
    expect(await statusOf('tile/entries/000.p/4')).toBe(200);
    const later = await fetch(`${log.url}/tile/entries/000.p/10`);
    expect([later.status, await later.text()]).toEqual([
      404,
      expect.stringMatching(
        /^these entries are in the log, and are published 3600 seconds after .*: ask again then; /,
      ),
    ]);
    for (const path of ['tile/entries/000.p/11', 'tile/0/000.p/11']) {
      expect(await (await fetch(`${log.url}/${path}`)).text()).toBe('the log has not grown that far yet\n');
    }
  });

  test('says how far, and is verified as far: nothing that is held back counts as missing', async () => {
    expect(await (await fetch(`${log.url}/published`)).json()).toEqual({
      ...{ size: 4, delaySeconds: 3_600, headEverySeconds: 0 },
    });
    const verify = () => verifyLog({ source: httpSource(log.url), vkey: signer.vkey });
    expect(await verify()).toMatchObject({ ok: true, size: 10, published: 4, kinds: { log_read: 3 } });
    await grow(log.ownerPool, 10, 700);
    expect(await verify()).toMatchObject({ ok: true, size: 700, published: 4 });
    await log.ownerPool.query(
      `INSERT INTO log_checkpoint (size, root, frontier, committed_at)
       SELECT 600, root, frontier, clock_timestamp() - interval '1 hour' FROM log_checkpoint WHERE size = 700`,
    );
    expect(await verify()).toMatchObject({ ok: true, size: 700, published: 600, kinds: { log_read: 599 } });
  });

  test('finds what is published up to by time, without looking through what came since', async () => {
    const { rows } = await log.pool.query(
      `EXPLAIN (FORMAT JSON) SELECT size FROM log_checkpoint
       WHERE committed_at <= clock_timestamp() - interval '1 hour' ORDER BY committed_at DESC, size DESC LIMIT 1`,
    );
    expect(JSON.stringify(rows[0])).toContain('log_checkpoint_committed');
  });
});
