/** Anyone who asks under very many names buries nobody else's misuse. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findMisuse } from '../../../../gateway/oversight/misuse/find-misuse.ts';
import { raiseHead, type WrittenQuery, writeQueries } from '../../../setup/database/fill-queries.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';

const key = randomBytes(32);
const SERGEANT = '00000000-0000-4000-8000-000000000a11';
const DETECTIVE = '00000000-0000-4000-8000-000000000b0b';
let fixture: SharingFixture;
beforeEach(async () => {
  fixture = await createSharingFixture();
  await raiseHead(fixture.ownerPool, 10_000);
});
afterEach(() => fixture.close());

const BEGAN = Date.now() - 3_600_000;
const asked = (index: number, changes: Partial<WrittenQuery>): WrittenQuery => ({
  ...{ index, at: BEGAN + index * 1_000, agencyId: fixture.agencyId, officer: 'one' },
  ...{ effect: 'permit', plate: `ZZT${index}`, caseNumber: `CR-${index}`, ...changes },
});
const refused = (index: number, changes: Partial<WrittenQuery>) =>
  asked(index, { effect: 'deny', reason: 'offense_immigration', ...changes });
const madeUp = (index: number, changes: Partial<WrittenQuery> = {}) =>
  refused(index, { officer: `made-up-${index}`, ...changes });

/** @param released records of a day, as the commits count them */
async function enrol(reference: string, { daysAgo = 0, released = 0, status = 'active' }) {
  await fixture.ownerPool.query(
    `WITH o AS (INSERT INTO officer (agency_id, reference, name, status, enrolled_at)
       VALUES ($1, $2, $2, $3, now() - $4 * interval '1 day') RETURNING id)
     INSERT INTO officer_usage (officer_id, day, records, releases) SELECT id, current_date, $5::bigint, $5::bigint
       FROM o WHERE $5::bigint > 0`,
    [fixture.agencyId, reference, status, daysAgo, released],
  );
}

/** Kind, reference of the officer and log indices of each report. */
async function reported(kind = 'prohibited_use'): Promise<[officer: string | null, entries: number[]][]> {
  await findMisuse({ pool: fixture.pool, key }, { now: new Date() });
  const { rows } = await fixture.pool.query(
    `SELECT o.reference, m.entries FROM misuse_report m LEFT JOIN officer o ON o.id = m.officer_id
     WHERE m.kind = $1 ORDER BY m.entries`,
    [kind],
  );
  return rows.map(({ entries, reference }) => [reference, entries.map(Number)]);
}

describe('a person who signed in', () => {
  test('and names fifty-five made-up colleagues has one report, and theirs are nobody’s', async () => {
    await enrol(SERGEANT, { status: 'suspended' });
    const flood = Array.from({ length: 55 }, (_, i) => madeUp(1 + i, { personId: SERGEANT }));
    await writeQueries(fixture.ownerPool, [...flood, refused(100, { officer: 'mis-105' })]);
    expect(await reported()).toEqual([
      [SERGEANT, flood.map(({ index }) => index)],
      [null, [100]],
    ]);
  });

  test('with sixty patterns of a kind has fifty reports and one; another person has his own', async () => {
    const cases = Array.from({ length: 60 }, (_, c) =>
      Array.from({ length: 12 }, (_, i) =>
        asked(1 + 12 * c + i, { caseNumber: `CR-A${c}`, personId: SERGEANT, clientId: 'app' }),
      ),
    );
    const his = Array.from({ length: 12 }, (_, i) =>
      asked(900 + i, { caseNumber: 'CR-B', personId: DETECTIVE, clientId: 'app' }),
    );
    await writeQueries(fixture.ownerPool, [...cases.flat(), ...his]);
    const reports = await reported('case_many_plates');
    expect(reports).toHaveLength(52);
    expect(reports.at(-1)?.[1]).toEqual(his.map(({ index }) => index));
  });
});

describe('a client that names six hundred officers nobody knows', () => {
  const flood = () =>
    writeQueries(
      fixture.ownerPool,
      Array.from({ length: 600 }, (_, i) => madeUp(1 + i)),
    );

  test('hides none who was enrolled before the week, or was released something', async () => {
    await enrol('old-hand', { daysAgo: 8 });
    await enrol('new-hand', { released: 1 });
    await enrol('beyond-roster', { daysAgo: 8, status: 'held' });
    await flood();
    expect(await reported()).toHaveLength(51);
    const late = ['old-hand', 'new-hand', 'beyond-roster'].map((officer, i) => refused(900 + i, { officer }));
    await writeQueries(fixture.ownerPool, late);
    // In the log after what the first look has written.
    await fixture.ownerPool.query('DELETE FROM misuse_examined');
    const reports = await reported();
    expect(reports).toHaveLength(53);
    expect(reports.slice(-2)).toEqual([
      ['old-hand', [900]],
      ['new-hand', [901]],
    ]);
  });

  test('takes nothing from what comes through another client', async () => {
    await flood();
    await writeQueries(fixture.ownerPool, [refused(900, { clientId: 'elsewhere', officer: 'mis-106' })]);
    const reports = await reported();
    expect(reports).toHaveLength(52);
    expect(reports.at(-1)).toEqual([null, [900]]);
  });
});
