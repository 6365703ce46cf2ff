/** Tests that the projections equal the log, whoever was stopped, altered a row, or did not wait. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { ownerEvent } from '../../../gateway/audit/owner-event.ts';
import { connectPool } from '../../../gateway/database/db.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { buildProjections } from '../../../gateway/projections/build-projections.ts';
import { NUMBERS } from '../../../gateway/projections/numbers.ts';
import { searchRowsOf } from '../../../gateway/projections/project-search.ts';
import type { Difference, Projection } from '../../../gateway/projections/projection.ts';
import { findStanding } from '../../../gateway/projections/projections-store.ts';
import { goOnWithSearch, SEARCH } from '../../../gateway/projections/search.ts';
import { addNextRows, addSearchRows, findSearchRowsOf } from '../../../gateway/projections/search-store.ts';
import { bringUp, upToNow } from '../../../gateway/projections/up-to-now.ts';
import { countNumbers } from '../../setup/count-numbers.ts';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { pendingQuery, stolenVehicleQuery } from '../../setup/database/sharing-fixture.ts';
import { eventually } from '../../setup/eventually.ts';

let fixture: CommitFixture;
beforeEach(async () => {
  fixture = await createCommitFixture();
});
afterEach(() => fixture.close());

type Changes = NonNullable<Parameters<typeof pendingQuery>[1]>;
const ask = (changes: Changes = {}) => fixture.queue.commit(pendingQuery(fixture.agencyId, changes));
const partial = stolenVehicleQuery({ plate: { number: 'ZZT', match: 'partial' } });
const quiet = () => undefined;
/** Another session is at it, and slow. */
const HELD = `BEGIN; SELECT FROM projection WHERE name = 'search' FOR UPDATE`;

/** Logs one entry of each kind: a release, a held query, a refusal, a dry run, and an administrator's act. */
async function logSome(): Promise<void> {
  const query = stolenVehicleQuery();
  await ask();
  await ask({ query: partial, found: null });
  await ask({ query: { ...query, purpose: { ...query.purpose, code: 'immigration_civil' } }, found: null });
  await ask({ kind: 'dry_run', proof: null, found: null });
  const event = ownerEvent({ kind: 'page_published', agency: null, owner: { by: 'nobody' } });
  await inTransaction(fixture.pool, (trx) => appendEvents(trx, [event]));
}

const sizeOfLog = async () =>
  (await fixture.pool.query('SELECT max(size) AS size FROM log_checkpoint')).rows[0].size as number;
const rows = async () => findSearchRowsOf(fixture.pool, { from: 0, to: await sizeOfLog() });
const indexOf = async (kind: string): Promise<number> =>
  (await rows()).find((row) => row.kind === kind)?.index as number;
const differences = async (projection: Projection = SEARCH): Promise<readonly Difference[]> =>
  (await projection.compare(fixture.pool, quiet)).differences;
/** Runs a statement as the owner of the database, who may alter anything. */
const alter = (statement: string) => fixture.ownerPool.query(statement);

describe('the search of the log', () => {
  test('has each entry once, as the log and its details say it', async () => {
    await logSome();
    expect(await upToNow(fixture.pool)).toBeNull();
    const found = await rows();
    expect(found.map(({ index }) => index)).toEqual(Array.from({ length: await sizeOfLog() }, (_, i) => i));
    expect(found.every(({ altered }) => !altered)).toBe(true);
    const release = found.find(({ kind }) => kind === 'release');
    expect(release).toMatchObject({
      effect: 'permit',
      agencyId: fixture.agencyId,
      purpose: 'stolen_vehicle',
    });
    expect([release?.plate, release?.officerId, release?.releaseId, release?.question]).toEqual([
      ...[expect.stringMatching(/=$/), expect.any(String), expect.any(String), true],
    ]);
    // A dry run tells its asker no officer, and the owner's detail does.
    const tried = found.find(({ kind }) => kind === 'dry_run');
    expect([tried?.officerId, tried?.releaseId]).toEqual([release?.officerId, null]);
    const { differences: none, is, must } = await SEARCH.compare(fixture.pool, quiet);
    expect([none, is]).toEqual([[], must]);
  });

  test('is not written by the commit, and the commit writes no column for it', async () => {
    await ask();
    expect((await findStanding(fixture.pool, 'search')).size).toBe(0);
    const columns =
      'num_nonnulls(effect, agency_id, officer_id, purpose, plate_hmac, released_plates, release_id)';
    const { rows: written } = await fixture.pool.query(`SELECT DISTINCT ${columns} AS n FROM audit_detail`);
    expect(written).toEqual([{ n: 0 }]);
  });

  test('takes from the columns of the version before what its details do not say', async () => {
    await logSome();
    const index = await sizeOfLog();
    const before = ownerEvent({ kind: 'log_read', agency: null, owner: { by: 'nobody' } });
    await inTransaction(fixture.pool, (trx) => appendEvents(trx, [before]));
    await alter(`UPDATE audit_detail SET plate_hmac = sha256('before') WHERE index = ${index}`);
    // Of an act nothing is searched by but its officer, whatever somebody writes there.
    await alter(`UPDATE audit_detail SET plate_hmac = sha256('planted') WHERE kind = 'page_published'`);
    await upToNow(fixture.pool);
    const found = await rows();
    expect(found[index]?.plate).toMatch(/=$/);
    expect(found.find(({ kind }) => kind === 'page_published')?.plate).toBeNull();
  });
});

describe('the database', () => {
  test('makes the rows of what is as it was committed; of a batch with anything else the gateway makes them, the same', async () => {
    await logSome();
    const part = { from: 0, to: await sizeOfLog() };
    expect(await addNextRows(fixture.pool, 1_000)).toEqual({ ...part, added: true });
    expect(await rows()).toEqual(await searchRowsOf(fixture.pool, part));
    expect(await addNextRows(fixture.pool, 1_000)).toBeNull();
    const before = await rows();
    await fixture.pool.query('SELECT rebuild_search()');
    await alter(`UPDATE audit_detail SET owner_salt = sha256(owner_salt) WHERE index = ${part.to - 1}`);
    expect(await addNextRows(fixture.pool, 1_000)).toEqual({ ...part, added: false });
    expect(await rows()).toEqual([]);
    await upToNow(fixture.pool);
    expect(await rows()).toEqual([...before.slice(0, -1), { ...before.at(-1), altered: true }]);
  });
});

describe('a follower that is killed', () => {
  test('at any step repeats nothing and loses nothing, and what is there equals a rebuild', async () => {
    await logSome();
    const part = { from: 0, to: await sizeOfLog() };
    const made = await searchRowsOf(fixture.pool, part);
    const steps = [goOnWithSearch, (pool: pg.Pool) => addSearchRows(pool, part, made)];
    for (const step of steps) {
      const holder = await fixture.ownerPool.connect();
      const pool = connectPool(fixture.databases.gatewayUrl, { applicationName: 'killed', max: 1 });
      await holder.query('BEGIN; LOCK TABLE audit_search IN ACCESS EXCLUSIVE MODE');
      const going = expect(step(pool)).rejects.toThrow();
      // The session ends in the middle of the statement.
      const end = `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE application_name = 'killed' AND NOT granted`;
      await eventually(async () => (await fixture.pool.query(end)).rowCount === 1);
      await going;
      await holder.query('ROLLBACK');
      holder.release();
      await pool.end();
      expect([(await findStanding(fixture.pool, 'search')).size, await rows()]).toEqual([0, []]);
    }
    await upToNow(fixture.pool);
    const built = await rows();
    expect(built).toHaveLength(await sizeOfLog());
    await SEARCH.rebuild(fixture.pool, quiet);
    expect(await rows()).toEqual(built);
  });

  test('leaves the work to another; of two at once one works, and no entry is there twice', async () => {
    for (let turn = 0; turn < 5; turn += 1) await ask();
    const worked = await Promise.all([1, 2, 3, 4].map(() => goOnWithSearch(fixture.pool)));
    expect(worked.filter(Boolean)).toHaveLength(1);
    expect(await rows()).toHaveLength(await sizeOfLog());
  });
});

describe('commits', () => {
  test('never wait for the follower, nor for a reader who waits for it', async () => {
    await ask();
    const holder = await fixture.ownerPool.connect();
    await holder.query('BEGIN; LOCK TABLE projection, audit_search IN ACCESS EXCLUSIVE MODE');
    try {
      const began = performance.now();
      const following = buildProjections({ pool: fixture.pool, log: { warn: quiet }, tellAltered: quiet });
      expect((await ask()).kind).toBe('released');
      expect(performance.now() - began).toBeLessThan(2_000);
      await holder.query('ROLLBACK');
      await following.stop();
    } finally {
      holder.release();
    }
    expect(await upToNow(fixture.pool)).toBeNull();
  });

  test('that come during a rebuild are in it, and readers are told how far it is', async () => {
    await logSome();
    await upToNow(fixture.pool);
    const holder = await fixture.ownerPool.connect();
    await fixture.pool.query('SELECT rebuild_search()');
    await holder.query(HELD);
    await expect(upToNow(fixture.pool)).rejects.toMatchObject({
      status: 503,
      message: expect.stringMatching(/being built from the log: 0 of \d+ entries \(0 %\)/),
    });
    await holder.query('ROLLBACK');
    holder.release();
    const asked = Array.from({ length: 10 }, () => ask());
    await Promise.all([...asked, SEARCH.rebuild(fixture.pool, quiet)]);
    await upToNow(fixture.pool);
    expect(await differences()).toEqual([]);
    expect(await rows()).toHaveLength(await sizeOfLog());
  });

  test('that the follower could not read yet are left out, and the answer says from where on', async () => {
    await logSome();
    await upToNow(fixture.pool);
    const size = await sizeOfLog();
    await ask();
    const holder = await fixture.ownerPool.connect();
    await holder.query(HELD);
    expect(await upToNow(fixture.pool)).toEqual({ entry: size, behind: expect.any(Number) });
    await holder.query('ROLLBACK');
    holder.release();
  });
});

describe('a reader that needs the whole log, such as the search for misuse,', () => {
  test('waits until another session has finished its batch, however long that takes', async () => {
    await logSome();
    const client = await fixture.ownerPool.connect();
    await client.query(HELD);
    let looks = 0;
    const goesOn = () => {
      looks += 1;
      if (looks === 5) void client.query('COMMIT');
      return true;
    };
    const { head, size } = await bringUp(fixture.pool, goesOn);
    client.release();
    expect([size, looks >= 5]).toEqual([head, true]);
    expect(head).toBe(await sizeOfLog());
  });
});

describe('whoever alters in the database', () => {
  test('a row of the search is found by the comparison, with the entry, and mended by a rebuild', async () => {
    await logSome();
    await upToNow(fixture.pool);
    const index = await indexOf('release');
    const before = await rows();
    await alter(`UPDATE audit_search SET purpose = 'other', release_id = NULL WHERE index = ${index}`);
    expect(await differences()).toEqual([{ index, columns: ['purpose', 'releaseId'] }]);
    await SEARCH.rebuild(fixture.pool, quiet);
    expect(await rows()).toEqual(before);
    await alter(`DELETE FROM audit_search WHERE index = ${index}`);
    expect(await differences()).toEqual([{ index, columns: ['missing'] }]);
    await alter(`INSERT INTO audit_search (index, day, at, kind, reason_codes, question, altered)
      SELECT ${index}, day, at, kind, '{}', false, false FROM audit_search LIMIT 1`);
    expect((await differences())[0]?.index).toBe(index);
  });

  test('any detail before the follower reads it is told at once, and shown as altered', async () => {
    await logSome();
    await upToNow(fixture.pool);
    const first = await sizeOfLog();
    await logSome();
    const end = await sizeOfLog();
    const changes = [
      `asker_detail = replace(asker_detail, '{', '{ ')`,
      `owner_detail = 'nothing'`,
      'asker_salt = sha256(asker_salt)',
      'owner_salt = sha256(owner_salt)',
      `kind = 'halted'`,
    ];
    for (let index = first; index < end; index += 1) {
      await alter(`UPDATE audit_detail SET ${changes[index % changes.length]} WHERE index = ${index}`);
    }
    const told: number[] = [];
    const following = buildProjections({
      ...{ pool: fixture.pool, log: { warn: quiet } },
      tellAltered: (entries) => told.push(...entries),
    });
    await eventually(() => told.length === end - first);
    await following.stop();
    expect(told).toEqual(Array.from({ length: end - first }, (_, i) => first + i));
    expect((await rows()).filter(({ altered }) => altered).map(({ index }) => index)).toEqual(told);
  });

  test('a detail after the follower has read it is found by the comparison', async () => {
    await logSome();
    await upToNow(fixture.pool);
    for (const { index } of await rows()) {
      await alter(`UPDATE audit_detail SET owner_salt = sha256(owner_salt) WHERE index = ${index}`);
    }
    expect((await differences()).map(({ index }) => index)).toEqual((await rows()).map(({ index }) => index));
  });

  test('the text of an entry stops nothing: it stands under its day, as altered', async () => {
    await logSome();
    const index = (await sizeOfLog()) - 1;
    await alter(`ALTER TABLE log_entry DISABLE TRIGGER log_entry_kept;
      UPDATE log_entry SET entry = 'no JSON' WHERE index = ${index};
      UPDATE log_entry SET entry = replace(entry, '"minute":"2', '"minute":"1') WHERE index = ${index - 1}`);
    await upToNow(fixture.pool);
    const found = await rows();
    expect(found.slice(-2).map(({ altered, day }) => [altered, day])).toEqual([
      [true, found[0]?.day],
      [true, found[0]?.day],
    ]);
  });
});

describe('the public numbers', () => {
  /** The days of all that was asked are over, also in the first hour of a day. */
  const endDays = async () => {
    await alter('UPDATE answer_waiting SET day = day - 2');
    await countNumbers(fixture.pool);
  };

  test('are as a recount of the log has them, and any that is altered is found and mended', async () => {
    for (let turn = 0; turn < 6; turn += 1) await ask();
    await countNumbers(fixture.pool);
    expect(await differences(NUMBERS)).toEqual([]);
    await alter('UPDATE answer_waiting SET answers = answers + 1');
    expect(await differences(NUMBERS)).not.toEqual([]);
    expect(await NUMBERS.rebuild(fixture.pool, quiet)).toBe(await sizeOfLog());
    expect(await differences(NUMBERS)).toEqual([]);
    await endDays();
    // They were told by a day that the test made up.
    expect((await differences(NUMBERS)).flatMap(({ columns }) => columns)).toContain('query_tally.unknown');
  });

  test('are left as they are where not all that they counted is kept', async () => {
    await ask();
    await countNumbers(fixture.pool);
    await alter('DELETE FROM audit_search WHERE index = 0');
    expect((await NUMBERS.compare(fixture.pool, quiet)).gone).toMatch(/no longer kept/);
    await expect(NUMBERS.rebuild(fixture.pool, quiet)).rejects.toThrow('stays as it is');
  });
});
