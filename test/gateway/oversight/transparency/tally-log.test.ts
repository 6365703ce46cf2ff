/** The log in numbers: each answer counted once, beside the commits, and nobody but the database's function counts. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { tallyLog } from '../../../../gateway/oversight/transparency/tally-log.ts';
import {
  findAnswers,
  findByReason,
  findReasonsOfAgencies,
  findTalliedLog,
} from '../../../../gateway/oversight/transparency/tally-store.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;
beforeEach(async () => {
  fixture = await createCommitFixture();
});
afterEach(() => fixture.close());

type Changes = NonNullable<Parameters<typeof pendingQuery>[1]>;
const ask = (changes: Changes = {}) => fixture.queue.commit(pendingQuery(fixture.agencyId, changes));
const withPurpose = (code: string) => {
  const query = stolenVehicleQuery();
  return ask({ query: { ...query, purpose: { ...query.purpose, code } }, found: null });
};
const tally = () => tallyLog(fixture.pool);
const byPurpose = async () =>
  (await findAnswers(fixture.pool)).flatMap(({ purpose, outcome, answers }) =>
    purpose === null ? [] : [{ purpose, outcome, answers }],
  );
const sizeOfLog = async () => {
  const { rows } = await fixture.pool.query('SELECT max(size) AS size FROM log_checkpoint');
  return rows[0].size;
};

describe('the log in numbers', () => {
  test('has each answer once, under its purpose and month, however often it is counted', async () => {
    await ask();
    await ask();
    await ask({ query: stolenVehicleQuery({ plate: { number: 'ZZT', match: 'partial' } }), found: null });
    await withPurpose('immigration_civil');
    await tally();
    const once = await byPurpose();
    expect(once.sort((a, b) => (a.outcome < b.outcome ? -1 : 1))).toEqual([
      { purpose: 'stolen_vehicle', outcome: 'held', answers: 1 },
      { purpose: 'immigration_civil', outcome: 'refused', answers: 1 },
      { purpose: 'stolen_vehicle', outcome: 'released', answers: 2 },
    ]);
    await Promise.all([tally(), tally(), tally()]);
    expect((await byPurpose()).map(({ answers }) => answers).sort()).toEqual([1, 1, 2]);
    const { now, since, size } = await findTalliedLog(fixture.pool);
    expect(size).toBe(await sizeOfLog());
    expect(now.getTime() - since.getTime()).toBeLessThan(5 * 60_000);
    const month = now.toISOString().slice(0, 7);
    const months = (await findAnswers(fixture.pool)).filter((one) => one.month !== null);
    expect(months.map((one) => [one.month, one.outcome, one.answers]).sort()).toEqual([
      [month, 'held', 1],
      [month, 'refused', 1],
      [month, 'released', 2],
    ]);
    await ask();
    await tally();
    expect(await byPurpose()).toContainEqual({
      ...{ purpose: 'stolen_vehicle', outcome: 'released', answers: 3 },
    });
  });

  test('counts a further page of a release as no query, and a dry run as none', async () => {
    await ask();
    const { rows } = await fixture.pool.query(
      `SELECT release_id AS id FROM audit_detail WHERE kind = 'release'`,
    );
    await ask({ follows: rows[0].id, continues: { grantId: fixture.grantId, epoch: 0 } });
    await ask({ kind: 'dry_run', proof: null, found: null });
    const kinds = await fixture.pool.query(
      `SELECT kind, count(*)::integer AS entries FROM audit_detail WHERE kind IN ('release', 'dry_run') GROUP BY 1 ORDER BY 1`,
    );
    expect(kinds.rows).toEqual([
      { kind: 'dry_run', entries: 1 },
      { kind: 'release', entries: 2 },
    ]);
    await tally();
    expect(await byPurpose()).toEqual([{ purpose: 'stolen_vehicle', outcome: 'released', answers: 1 }]);
  });

  test('keeps no text of a partner: a purpose that is not on the list is one word of ours', async () => {
    await withPurpose('my_neighbor_of_12_Elm_St');
    await withPurpose('and_her_sister');
    await tally();
    expect(await byPurpose()).toEqual([{ purpose: 'unlisted', outcome: 'refused', answers: 2 }]);
  });

  test('has each reason of a refusal once, and the agency that was refused', async () => {
    await withPurpose('immigration_civil');
    await withPurpose('immigration_civil');
    await tally();
    const reasons = await findByReason(fixture.pool);
    expect(reasons.get('purpose_prohibited')).toBe(2);
    expect((await findReasonsOfAgencies(fixture.pool)).get(fixture.agencyId)).toEqual(
      [...reasons.keys()].sort(),
    );
  });

  test('cannot be made better by the gateway: it may call the count, and write nothing', async () => {
    await withPurpose('immigration_civil');
    await tally();
    for (const statement of [
      'DELETE FROM refusal_tally',
      'UPDATE query_tally SET answers = 1',
      `INSERT INTO sharing_event (index, kind, minute) VALUES (9, 'revoked', now())`,
      'UPDATE log_tally SET size = 0',
    ]) {
      await expect(fixture.pool.query(statement)).rejects.toThrow('permission denied');
    }
  });

  test('is counted to the end where there is much, a part at a time, and goes on where it was told to end', async () => {
    const size = await sizeOfLog();
    const more = 12_000;
    await fixture.ownerPool.query(
      `INSERT INTO log_entry (index, entry, leaf_hash)
       SELECT i, json_build_object('kind', 'release', 'minute', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"')),
         decode(repeat('00', 32), 'hex') FROM generate_series($1::bigint, $1 + $2 - 1) i`,
      [size, more],
    );
    await fixture.ownerPool.query(
      `INSERT INTO audit_detail (index, day, at, kind, effect, agency_id, purpose, asker_salt, asker_detail, owner_salt, owner_detail)
       SELECT i, (now() AT TIME ZONE 'UTC')::date, now(), 'release', 'permit', $3, 'stolen_vehicle', '', '{}', '', '{}'
       FROM generate_series($1::bigint, $1 + $2 - 1) i`,
      [size, more, fixture.agencyId],
    );
    await fixture.ownerPool.query(
      `INSERT INTO log_checkpoint (size, root, frontier) SELECT $1, root, frontier FROM log_checkpoint ORDER BY size DESC LIMIT 1`,
      [size + more],
    );
    const ending = new AbortController();
    const begun = tallyLog(fixture.pool, ending.signal);
    ending.abort();
    await begun;
    expect((await findTalliedLog(fixture.pool)).size).toBe(5_000);
    await tally();
    expect((await findTalliedLog(fixture.pool)).size).toBe(size + more);
    expect(await byPurpose()).toEqual([{ purpose: 'stolen_vehicle', outcome: 'released', answers: more }]);
  });
});
