/** Signed in as the gateway's log-in, nobody unsays what was counted, used up or logged, and nobody makes a log. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLogCheck } from '../../../gateway/audit/check-log-writable.ts';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { pendingQuery } from '../../setup/database/sharing-fixture.ts';
import { attempt, refused } from './role-cannot.ts';

let fixture: CommitFixture;
let size: number;

const cannot = (...statements: Parameters<typeof attempt>[1][]) => refused(fixture.pool, ...statements);
const can = (...statements: Parameters<typeof attempt>[1][]) =>
  expect(attempt(fixture.pool, ...statements)).resolves.toBeUndefined();
const head = async () =>
  (await fixture.pool.query('SELECT max(size) AS size FROM log_checkpoint')).rows[0].size as number;

beforeAll(async () => {
  fixture = await createCommitFixture();
  expect((await fixture.queue.commit(pendingQuery(fixture.agencyId))).kind).toBe('released');
  size = await head();
  expect(size).toBeGreaterThan(1);
});
afterAll(() => fixture.close());

describe('what was counted today', () => {
  test.each(['agency_usage', 'officer_usage'])('(%s) only grows', async (table) => {
    const { rows } = await fixture.pool.query(`SELECT records, releases FROM ${table}`);
    expect(rows).toEqual([{ records: 2, releases: 1 }]);
    await cannot(`UPDATE ${table} SET records = 0`);
    await cannot(`UPDATE ${table} SET releases = 0`);
    await cannot(`UPDATE ${table} SET day = day - 1`);
    await cannot(`DELETE FROM ${table}`);
    await can(`UPDATE ${table} SET records = records + 1`);
    await fixture.ownerPool.query(`UPDATE ${table} SET day = day - 1`);
    await can(`DELETE FROM ${table}`);
  });

  test('refusals do as well, and what of the past is looked at', async () => {
    await fixture.ownerPool.query(
      `INSERT INTO agency_usage (agency_id, day, records, releases, refusals)
       VALUES ($1, (now() AT TIME ZONE 'UTC')::date, 0, 0, 5)`,
      [fixture.agencyId],
    );
    await cannot('UPDATE agency_usage SET refusals = 0');
    await fixture.ownerPool.query(
      `INSERT INTO query_count VALUES (decode(repeat('00', 32), 'hex'), (now() AT TIME ZONE 'UTC')::date, 3);
       INSERT INTO released_words VALUES ((now() AT TIME ZONE 'UTC')::date, decode(repeat('00', 32), 'hex'));
       INSERT INTO refused_wording VALUES (decode(repeat('00', 32), 'hex'), now())`,
    );
    await cannot('UPDATE query_count SET releases = 1');
    await cannot('DELETE FROM query_count');
    await cannot('DELETE FROM released_words');
    await cannot('DELETE FROM refused_wording');
    await cannot(`UPDATE refused_wording SET refused_at = refused_at - interval '2 days'`);
  });
});

test('a proof is not forgotten before it has expired', async () => {
  const { rowCount } = await fixture.pool.query('SELECT 1 FROM proof_used');
  expect(rowCount).toBeGreaterThan(0);
  await cannot('DELETE FROM proof_used');
  await cannot('UPDATE proof_used SET expires_at = now()');
  await fixture.ownerPool.query(`UPDATE proof_used SET expires_at = now() - interval '1 second'`);
  await can('DELETE FROM proof_used');
});

describe('the log', () => {
  const HASH = `decode(repeat('00', 32), 'hex')`;
  const append = (entries: number, of: number | string | null) =>
    `SELECT append_log(array_fill(''::text, ARRAY[${entries}]), decode(repeat('00', ${32 * entries}), 'hex'), ${of}, ${HASH}, '{}')`;

  test('takes neither an entry nor a head from the log-in itself', async () => {
    for (const at of [size, size + 1, '1000000000000']) {
      await cannot(`INSERT INTO log_entry VALUES (${at}, '', ${HASH})`);
      await cannot(`INSERT INTO log_checkpoint (size, root, frontier) VALUES (${at}, ${HASH}, '{}')`);
    }
    expect(await head()).toBe(size);
  });

  test('has no head of 10^12 entries, nor of any number but theirs', async () => {
    for (const wrong of ['1000000000000', size, size + 2, size - 1, null]) await cannot(append(1, wrong));
    await cannot(append(0, size));
    await cannot(`SELECT append_log(NULL, ${HASH}, ${size + 1}, ${HASH}, '{}')`);
    // A hash too few is a leaf that is none.
    await cannot(`SELECT append_log('{"",""}', ${HASH}, ${size + 2}, ${HASH}, '{}')`);
    expect(await head()).toBe(size);
    expect((await fixture.queue.commit(pendingQuery(fixture.agencyId))).kind).toBe('released');
    size = await head();
  });

  test('runs nothing of the log-in as the owner: a type in its temporary schema is not taken for the system’s', async () => {
    const planted = `
      CREATE FUNCTION pg_temp.run(pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN
        IF current_user <> session_user THEN RAISE EXCEPTION 'this ran as the owner'; END IF; RETURN true; END $$;
      CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.run(VALUE))`;
    await can(planted, append(1, size + 1).replaceAll('::text', '::pg_catalog.text'));
    size = await head();
  });

  test('grows by as many entries as its head says, and the look whether it can be written leaves nothing', async () => {
    await can(append(3, size + 3));
    await createLogCheck(fixture.pool, () => 0).check();
    expect(await head()).toBe(size + 3);
    const { rows } = await fixture.pool.query('SELECT max(index) AS top FROM log_entry');
    expect(rows).toEqual([{ top: size + 2 }]);
  });
});
