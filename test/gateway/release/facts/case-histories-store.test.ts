/** What PostgreSQL remembers of cases and plates, and the next commit counts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { PARTNER } from '../../../setup/database/sharing-fixture.ts';
import { type Asked, ask, inWords } from '../ask-of-incident.ts';
import { DAY } from './incidents.ts';

let fixture: CommitFixture;
beforeAll(async () => {
  // What waits together is one batch.
  fixture = await createCommitFixture({}, 1);
  await fixture.ownerPool.query('UPDATE agency SET roster = 100');
});
afterAll(() => fixture.close());

/** Of each test the case, the plates and the officers are its own. */
let number = 0;
beforeEach(() => {
  number += 1;
});

const answer = async (asked: Asked = {}) => inWords(await ask(fixture, number, asked));
const HELD = (why: string) => `held: incident_needs_review ${why}`;
const elsewhere = { incident: { place: { city: 'Aurora' } } } as const;

describe('a case', () => {
  test('is for three plates without words; queries that wait together add up', async () => {
    const plates = ['A', 'B', 'C', 'D', 'E'].map((plate) => ({ plate }));
    const outcomes = await Promise.all(plates.map((asked) => ask(fixture, number, asked)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['released', 'released', 'released', 'held', 'held']);
    expect(await answer({ plate: 'F' })).toBe(HELD('fourth_plate'));
    const justification = 'sedan stolen from a driveway overnight, seen on Dahlia Street';
    expect(await answer({ plate: 'G', purpose: { justification } })).toBe('released');
  });

  test('is for two officers, and thirty days later for others', async () => {
    expect([await answer({ officer: 'a' }), await answer({ officer: 'b' })]).toEqual([
      'released',
      'released',
    ]);
    expect(await answer({ officer: 'c' })).toBe(HELD('third_officer'));
    await later(30);
    expect(await answer({ officer: 'd' })).toBe('released');
  });

  test('is bound by its first incident, not by what was refused or previewed', async () => {
    expect(await answer({ ...elsewhere, kind: 'dry_run' })).toBe('dry_run');
    expect(await answer({ ...elsewhere, purpose: { offense: { system: 'nibrs', code: '999' } } })).toBe(
      'denied: offense_unknown',
    );
    expect(await answer()).toBe('released');
    expect(await answer(elsewhere)).toBe('held: incident_contradiction case_differs');
    expect(await answer({ ...elsewhere, kind: 'dry_run' })).toBe('dry_run');
    expect(await answer()).toBe('released');
  });

  test('is bound by what was held as well', async () => {
    expect(await answer({ incident: { vehicle: 'at_scene' } })).toBe(HELD('at_scene'));
    expect(await answer(elsewhere)).toBe('held: incident_contradiction case_differs');
  });

  test('is bound to its time, a day more or less', async () => {
    const from = Date.now() - 3 * DAY;
    expect(await answer({ incident: { occurred: { from } } })).toBe('released');
    expect(await answer({ incident: { occurred: { from: from + DAY } } })).toBe('released');
    expect(await answer({ incident: { occurred: { from: from + DAY + 60_000 } } })).toBe(
      'held: incident_contradiction case_differs',
    );
  });
});

describe('a plate', () => {
  test('is for one case and one purpose in fourteen days', async () => {
    expect(await answer()).toBe('released');
    const other = { purpose: { caseNumber: `CR-${9000 + number}` } };
    expect(await answer(other)).toBe(HELD('second_case'));
    await later(14);
    expect(await answer(other)).toBe('released');
  });
});

test('another agency that reported it is looked up in the registry', async () => {
  const by = (agencyOri: string) => ({ incident: { reportedBy: 'other_agency', agencyOri } }) as const;
  expect(await answer(by(PARTNER))).toBe('released');
  expect(await answer(by('WY0110000'))).toBe(HELD('reporting_agency'));
});

test('nothing is kept but hashes and when it happened, and nobody shortens that', async () => {
  await answer();
  const { rows } = await fixture.pool.query(
    'SELECT octet_length(scope) AS scope, octet_length(member) AS member FROM incident_use',
  );
  expect(new Set(rows.map((row) => `${row.scope} ${row.member}`))).toEqual(new Set(['32 32']));
  await expect(fixture.pool.query('DELETE FROM incident_use')).rejects.toThrow('30 days');
  await expect(
    fixture.pool.query(`UPDATE incident_use SET used_at = used_at - interval '1 day'`),
  ).rejects.toThrow('30 days');
});

/** As if so many days had gone by since everything that is remembered. */
async function later(days: number): Promise<void> {
  await fixture.ownerPool.query('UPDATE incident_use SET used_at = used_at - make_interval(days => $1)', [
    days,
  ]);
}
