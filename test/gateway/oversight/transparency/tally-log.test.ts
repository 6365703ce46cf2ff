/** The log in numbers: each answer counted once, beside the commits, and nobody but the database's function counts. */

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { countByPurpose, countOwnUse } from '../../../../gateway/oversight/transparency/count-answers.ts';
import {
  findAnswers,
  findByReason,
  findReasonsOfAgencies,
  findTalliedLog,
} from '../../../../gateway/oversight/transparency/tally-store.ts';
import { NUMBERS } from '../../../../gateway/projections/numbers.ts';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import { countNumbers } from '../../../setup/count-numbers.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { grantOwnUse } from '../../../setup/database/own-use.ts';
import { projectColumns } from '../../../setup/database/project-columns.ts';
import {
  OWNER,
  partnerSystem,
  pendingQuery,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';

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
const partial = stolenVehicleQuery({ plate: { number: 'ZZT', match: 'partial' } });
const tally = () => countNumbers(fixture.pool);
/** The days of all that waits are over: the last hour's are told an hour after midnight. */
const endDay = async () => {
  await tally();
  await fixture.ownerPool.query('UPDATE answer_waiting SET day = day - 2');
  await tally();
};
const times = async (count: number, work: () => Promise<unknown>) => {
  for (let turn = 0; turn < count; turn += 1) await work();
};
const byPurpose = async () =>
  (await findAnswers(fixture.pool))
    .flatMap(({ purpose, outcome, answers }) => (purpose === null ? [] : [{ purpose, outcome, answers }]))
    .sort((a, b) => (a.outcome < b.outcome ? -1 : 1));
const sizeOfLog = async () => {
  const { rows } = await fixture.pool.query('SELECT max(size) AS size FROM log_checkpoint');
  return rows[0].size;
};

describe('the log in numbers', () => {
  test('has each answer once, under its purpose, however often it is counted', async () => {
    await times(6, () => ask());
    await times(5, () => ask({ query: partial, found: null }));
    await times(7, () => withPurpose('immigration_civil'));
    await endDay();
    const told = [
      { purpose: 'stolen_vehicle', outcome: 'held', answers: 5 },
      { purpose: 'immigration_civil', outcome: 'refused', answers: 7 },
      { purpose: 'stolen_vehicle', outcome: 'released', answers: 6 },
    ];
    expect(await byPurpose()).toEqual(told);
    await Promise.all([tally(), tally(), tally()]);
    expect(await byPurpose()).toEqual(told);
    const { now, since, size } = await findTalliedLog(fixture.pool);
    expect(size).toBe(await sizeOfLog());
    expect(now.getTime() - since.getTime()).toBeLessThan(5 * 60_000);
  });

  test('moves once a day: what was answered today waits until the day is over', async () => {
    await times(5, () => withPurpose('immigration_civil'));
    await tally();
    expect([await byPurpose(), (await findByReason(fixture.pool)).size]).toEqual([[], 0]);
    await endDay();
    expect(await byPurpose()).toEqual([{ purpose: 'immigration_civil', outcome: 'refused', answers: 5 }]);
    await withPurpose('other');
    await tally();
    expect(await byPurpose()).toEqual([{ purpose: 'immigration_civil', outcome: 'refused', answers: 5 }]);
    const { now, through } = await findTalliedLog(fixture.pool);
    expect(through).toBe(new Date(now.getTime() - 25 * 3_600_000).toISOString().slice(0, 10));
  });

  test('tells a day with fewer than five answers of one outcome of an agency with a later day', async () => {
    await times(20, () => ask());
    await times(3, () => withPurpose('immigration_civil'));
    await withPurpose('other');
    await endDay();
    // Beside twenty releases of the same agency, four refusals would still be told apart.
    expect(await byPurpose()).toEqual([{ purpose: 'stolen_vehicle', outcome: 'released', answers: 20 }]);
    expect((await findByReason(fixture.pool)).size).toBe(0);
    expect((await findReasonsOfAgencies(fixture.pool)).size).toBe(0);
    await withPurpose('immigration_civil');
    await endDay();
    expect(await byPurpose()).toContainEqual({
      ...{ purpose: 'immigration_civil', outcome: 'refused', answers: 4 },
    });
    expect((await findByReason(fixture.pool)).get('purpose_prohibited')).toBe(4);
  });

  test('has in a month that is over every answer, also of those that wait', async () => {
    await times(2, () => withPurpose('immigration_civil'));
    await tally();
    const ofMonths = async () => (await findAnswers(fixture.pool)).filter(({ month }) => month !== null);
    expect(await ofMonths()).toEqual([]);
    await fixture.ownerPool.query(`UPDATE answer_waiting SET day = day - interval '1 month'`);
    await tally();
    expect(await ofMonths()).toEqual([
      { purpose: null, month: expect.any(String), outcome: 'refused', answers: 2 },
    ]);
    expect(await byPurpose()).toEqual([]);
  });

  test('counts a further page of a release apart, and a dry run not at all', async () => {
    await times(5, () => ask());
    const { rows } = await fixture.pool.query(
      `SELECT asker_detail::json ->> 'id' AS id FROM audit_detail WHERE kind = 'release'`,
    );
    await ask({ follows: rows[0].id, continues: { grantId: fixture.grantId, epoch: 0 } });
    await ask({ kind: 'dry_run', proof: null, found: null });
    const kinds = await fixture.pool.query(
      `SELECT kind, count(*)::integer AS entries FROM audit_detail WHERE kind IN ('release', 'dry_run') GROUP BY 1 ORDER BY 1`,
    );
    expect(kinds.rows).toEqual([
      { kind: 'dry_run', entries: 1 },
      { kind: 'release', entries: 6 },
    ]);
    await endDay();
    expect(await byPurpose()).toEqual([{ purpose: 'stolen_vehicle', outcome: 'released', answers: 5 }]);
    const pages = (await findAnswers(fixture.pool)).filter(({ outcome }) => outcome === 'further_page');
    expect(pages.find(({ month }) => month === null)?.answers).toBe(1);
  });

  test('keeps no text of a partner: a purpose that is not on the list is one word of ours', async () => {
    await times(4, () => withPurpose('my_neighbor_of_12_Elm_St'));
    await withPurpose('and_her_sister');
    await endDay();
    expect(await byPurpose()).toEqual([{ purpose: 'unlisted', outcome: 'refused', answers: 5 }]);
    const { rows } = await fixture.ownerPool.query(`SELECT FROM answer_waiting WHERE purpose LIKE '%Elm%'`);
    expect(rows).toEqual([]);
  });

  test('has each reason of a refusal once, and the agency that was refused', async () => {
    await times(5, () => withPurpose('immigration_civil'));
    await endDay();
    const reasons = await findByReason(fixture.pool);
    expect(reasons.get('purpose_prohibited')).toBe(5);
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
      'UPDATE answer_waiting SET day = day - 1',
      'UPDATE log_tally SET size = 0',
    ]) {
      await expect(fixture.pool.query(statement)).rejects.toThrow('permission denied');
    }
  });

  test('is counted to the end where there is much, a part at a time, and goes on where it was told to end', async () => {
    const size = await sizeOfLog();
    const more = 12_000;
    await upToNow(fixture.pool);
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
    await projectColumns(fixture.ownerPool);
    await NUMBERS.goOn(fixture.pool);
    expect((await findTalliedLog(fixture.pool)).size).toBe(5_000);
    await tally();
    expect((await findTalliedLog(fixture.pool)).size).toBe(size + more);
    await endDay();
    expect(await byPurpose()).toEqual([{ purpose: 'stolen_vehicle', outcome: 'released', answers: more }]);
  });

  test('has the owner’s own use apart: under no purpose, in no month, for no reason', async () => {
    const owner = await grantOwnUse(fixture.ownerPool, 10);
    const subject = partnerSystem(owner, { clientId: 'own-system', ori: OWNER });
    const onBehalfOf = { id: 'own-1', name: 'Officer Own', ori: OWNER };
    const own = (changes: Changes) =>
      fixture.queue.commit(
        pendingQuery(owner, { own: true, subject, query: stolenVehicleQuery({ onBehalfOf }), ...changes }),
      );
    await times(6, () => own({}));
    await times(5, () => own({ query: stolenVehicleQuery({ onBehalfOf, from: 0 }), found: null }));
    await endDay();
    expect(await byPurpose()).toEqual([
      { purpose: 'own_use', outcome: 'refused', answers: 5 },
      { purpose: 'own_use', outcome: 'released', answers: 6 },
    ]);
    const told = await findAnswers(fixture.pool);
    expect(countOwnUse(told)).toEqual({ answers: 11, released: 6, held: 0, refused: 5, furtherPages: 0 });
    expect(countByPurpose(told).totals).toEqual({ answers: 0, released: 0, held: 0, refused: 0 });
    expect(told.filter(({ month }) => month !== null)).toEqual([]);
    expect(await findByReason(fixture.pool)).toEqual(new Map());
  });
});
