/** Whatever an auditor looks for is found by an index, in a log that is full of something else. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditFilter } from '../../../../gateway/oversight/audit-search/audit-filter.ts';
import {
  entriesStatement,
  newestStatement,
  oldestStatement,
} from '../../../../gateway/oversight/audit-search/audit-statements-store.ts';
import { makeSearchDay } from '../../../setup/database/project-columns.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';

const OFFICER = '11111111-2222-4333-8444-555555555555';
const PLATE_CODE = Buffer.alloc(32, 1);
const RARE = 20;
const COMMON = 30_000;
let fixture: SharingFixture;
let days: { first: string; last: string };

beforeAll(async () => {
  fixture = await createSharingFixture();
  const { rows } = await fixture.ownerPool.query(`SELECT (now() AT TIME ZONE 'UTC')::date::text AS today`);
  days = { first: rows[0].today, last: rows[0].today };
  await makeSearchDay(fixture.ownerPool, days.first);
  await fixture.ownerPool.query(
    `WITH e AS (INSERT INTO log_entry (index, entry, leaf_hash)
       SELECT g, '{}', decode(repeat('00', 32), 'hex') FROM generate_series(1, $2::integer + $3::integer) g), d AS (
     INSERT INTO audit_detail (index, day, at, kind, asker_salt, asker_detail, owner_salt, owner_detail)
     SELECT g, $1::date, now(), CASE WHEN g <= $2 THEN 'review' ELSE 'refusal' END, '\\x00', repeat('a', 300), '\\x00',
       repeat('o', 300) FROM generate_series(1, $2::integer + $3::integer) g)
     INSERT INTO audit_search (index, day, at, kind, effect, agency_id, officer_id, purpose, reason_codes, plate_hmac,
       released_plates, question, altered)
     SELECT g, $1::date, now(), CASE WHEN g <= $2 THEN 'review' ELSE 'refusal' END,
       CASE WHEN g <= $2 THEN 'review' ELSE 'deny' END, CASE WHEN g <= $2 THEN 2 ELSE 1 END,
       CASE WHEN g <= $2 THEN $4::uuid ELSE '22222222-2222-4333-8444-555555555555' END,
       CASE WHEN g <= $2 THEN 'hit_and_run' ELSE 'stolen_vehicle' END,
       CASE WHEN g <= $2 THEN '{plate_too_short}' ELSE '{purpose_vague}'::text[] END, CASE WHEN g > $2 THEN decode(md5(g::text), 'hex') WHEN g % 2 = 0 THEN $5::bytea END,
       CASE WHEN g <= $2 AND g % 2 = 1 THEN ARRAY[$5::bytea, '\\x00'] END, true, false
     FROM generate_series(1, $2::integer + $3::integer) g`,
    [days.first, RARE, COMMON, OFFICER, PLATE_CODE],
  );
  await fixture.ownerPool.query('ANALYZE audit_detail, audit_search, log_entry');
});
afterAll(() => fixture.close());

interface Plan {
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** Rows that were looked at, those included that did not fit. */
const looked = (plan: Plan): number =>
  (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops'] +
  (plan.Plans ?? []).reduce((sum, one) => sum + looked(one), 0);

async function explain({ text, values }: { text: string; values: readonly unknown[] }) {
  const { rows } = await fixture.pool.query(`EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, [...values]);
  return rows[0]['QUERY PLAN'][0].Plan as Plan;
}

describe('a page of an auditor’s search', () => {
  test.each<[string, AuditFilter]>([
    ['an officer', { officerId: OFFICER }],
    ['a purpose', { purpose: 'hit_and_run' }],
    ['an effect', { effect: 'review' }],
    ['a kind', { kind: 'review' }],
    ['a reason', { reason: 'plate_too_short' }],
    ['an agency', { agencyId: 2 }],
    [
      'a plate, asked for or released',
      {
        plateCodes: [
          {
            code: PLATE_CODE,
            get day() {
              return days.first;
            },
          },
        ],
      },
    ],
  ])('by %s looks at little more than it shows, whatever else the log is full of', async (_, filter) => {
    const newest = await explain(newestStatement(filter, days, { limit: 101 }));
    expect(newest['Actual Rows']).toBe(RARE);
    expect(looked(newest)).toBeLessThan(20 * RARE);
    const oldest = await explain(
      oldestStatement(filter, days, { after: -1, size: 100_000, limit: 2 * RARE }),
    );
    expect(oldest['Actual Rows']).toBe(RARE);
    expect(looked(oldest)).toBeLessThan(20 * RARE);
  });

  test('by case number looks at the part of the log that was given to it, and by their numbers at the entries', async () => {
    const byCase = { caseNumber: 'CR-2026-0142', fromIndex: 29_021 };
    const found = await explain(newestStatement(byCase, days, { limit: 101 }));
    expect([found['Actual Rows'], looked(found) < 2.5 * 1_000]).toEqual([0, true]);
    const some = await explain(newestStatement({ indices: [5, 25_000] }, days, { limit: 101 }));
    expect([some['Actual Rows'], looked(some) < 50]).toEqual([2, true]);
  });

  test('is read where it was found', async () => {
    const found = [25_000, 5].map((index) => ({ index, day: days.first }));
    for (const whole of [false, true]) {
      const entries = await explain(entriesStatement(found, whole));
      expect([entries['Actual Rows'], looked(entries) < 50]).toEqual([2, true]);
    }
  });

  test('of what the log is full of looks at one page of it', async () => {
    const filters: readonly AuditFilter[] = [
      {},
      { effect: 'deny' },
      { reason: 'purpose_vague' },
      { purpose: 'stolen_vehicle' },
    ];
    for (const filter of filters) {
      const newest = await explain(newestStatement(filter, days, { limit: 101, before: 25_000 }));
      expect(newest['Actual Rows']).toBe(101);
      expect(looked(newest)).toBeLessThan(20 * 101);
    }
  });

  test('of one day looks at no other of its month', async () => {
    const [day] = (await fixture.ownerPool.query(`SELECT ('${days.first}'::date - 1)::text AS before`)).rows;
    await makeSearchDay(fixture.ownerPool, day.before);
    for (const table of ['audit_search', 'audit_detail']) {
      await fixture.ownerPool.query(`UPDATE ${table} SET day = $1 WHERE index <= ${RARE}`, [day.before]);
    }
    const before = { first: day.before, last: day.before };
    const newest = await explain(newestStatement({ to: Date.now() + 60_000 }, before, { limit: 101 }));
    const oldest = await explain(oldestStatement({}, days, { after: -1, size: 100_000, limit: RARE }));
    expect([newest, oldest].map((plan) => [plan['Actual Rows'], looked(plan) < 20 * RARE])).toEqual([
      [RARE, true],
      [RARE, true],
    ]);
  });
});
