/** The search for misuse: agency by agency, from where it ended; nobody's queries stand before another's. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findMisuse, type MisuseLook } from '../../../../gateway/oversight/misuse/find-misuse.ts';
import {
  fillQueries,
  raiseHead,
  type WrittenQuery,
  writeQueries,
} from '../../../setup/database/fill-queries.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';

let fixture: SharingFixture;
let failures: string[];
const key = randomBytes(32);
const DAY = 86_400_000;
const HOUR = 3_600_000;
/**
 * The last 15:00 UTC of 5 to 29 hours ago: what is asked within the five hours after it is asked by day in Colorado, and
 * on one day; at night, vague queries would be a pattern of their own.
 */
const BEGUN = Math.floor((Date.now() - 20 * HOUR) / DAY) * DAY + 15 * HOUR;

beforeEach(async () => {
  fixture = await createSharingFixture();
  failures = [];
});
afterEach(() => fixture.close());

const look = (changes: Partial<MisuseLook> = {}) =>
  findMisuse(
    { pool: fixture.pool, key, onFailure: ({ ori }) => failures.push(ori) },
    { now: new Date(), ...changes },
  );
async function reported(): Promise<{ kind: string; agency: string; entries: number[] }[]> {
  const { rows } = await fixture.pool.query(
    `SELECT m.kind, a.ori AS agency, m.entries FROM misuse_report m JOIN agency a ON a.id = m.agency_id ORDER BY 2, 1`,
  );
  return rows.map((row) => ({ ...row, entries: row.entries.map(Number) }));
}
const missing = (planted: ReadonlyMap<string, string>, reports: Awaited<ReturnType<typeof reported>>) =>
  [...planted].filter(([ori, kind]) => !reports.some((one) => one.agency === ori && one.kind === kind));
const asked = (index: number, changes: Partial<WrittenQuery> = {}): WrittenQuery => ({
  ...{ index, at: BEGUN + index * 1_000, agencyId: fixture.agencyId, officer: 'one' },
  ...{ effect: 'permit', plate: `ZZT${index}`, caseNumber: `CR-${index}`, ...changes },
});
const prohibited = { effect: 'deny', reason: 'offense_immigration' } as const;

describe('one agency’s 20,000 refusals', () => {
  test('hide nobody’s misuse, keep nobody waiting, and a second look finds nothing again', async () => {
    const filling = { agencies: 20, refusals: 20_000, now: Date.now() };
    const { flooder, planted } = await fillQueries(fixture.ownerPool, filling);
    const turns: string[] = [];
    const search = { pool: fixture.pool, key, onExamined: ({ ori }: { ori: string }) => turns.push(ori) };
    expect((await findMisuse(search, { now: new Date() }))?.incomplete).toEqual([]);
    const reports = await reported();
    expect(planted.size).toBe(19);
    expect(missing(planted, reports)).toEqual([]);
    const ofFlooder = reports.filter(({ agency }) => agency === flooder);
    expect(new Set(ofFlooder.map(({ kind }) => kind))).toEqual(new Set(['prohibited_use', 'heavy_use']));
    expect(ofFlooder.every(({ entries }) => entries.length <= 700)).toBe(true);
    // Each of the others had its turn before the flooder's second.
    const second = turns.indexOf(
      flooder,
      turns.findIndex((ori) => ori !== flooder),
    );
    expect(new Set(turns.slice(0, second)).size).toBe(20);
    expect(await look()).toEqual({ seen: 0, opened: [], incomplete: [] });
    expect(await reported()).toEqual(reports);
  });
});

describe('a search that', () => {
  test('has no time left is a finding, once a week; the next one goes on where it ended', async () => {
    const filling = { agencies: 4, refusals: 600, now: Date.now() };
    const { planted } = await fillQueries(fixture.ownerPool, filling);
    for (let again = 0; again < 2; again += 1)
      expect((await look({ patience: 0 }))?.incomplete).toHaveLength(4);
    const reports = await reported();
    expect(reports.map(({ kind }) => kind)).toEqual(Array(4).fill('search_incomplete'));
    expect((await look())?.incomplete).toEqual([]);
    expect(missing(planted, await reported())).toEqual([]);
  });

  test('fails for one agency tells it, and stops no other', async () => {
    const filling = { agencies: 8, refusals: 600, now: Date.now() };
    const { flooder, planted } = await fillQueries(fixture.ownerPool, filling);
    await fixture.ownerPool.query(
      `UPDATE audit_detail SET owner_detail = 'spoilt' WHERE index = 1000 AND agency_id = (SELECT id FROM agency WHERE ori = $1)`,
      [flooder],
    );
    expect((await look())?.incomplete).toEqual([flooder]);
    expect(failures).toEqual([flooder]);
    const reports = await reported();
    expect(missing(planted, reports)).toEqual([]);
    expect(reports).toContainEqual({
      kind: 'search_incomplete',
      agency: flooder,
      entries: [expect.any(Number)],
    });
  });

  test('is under way on another node is left to it', async () => {
    await raiseHead(fixture.ownerPool, 10);
    await writeQueries(fixture.ownerPool, [asked(2, prohibited)]);
    const runs = await Promise.all([look(), look(), look()]);
    expect(runs.filter((run) => run !== null).length).toBeGreaterThan(0);
    expect(runs.flatMap((run) => run?.opened ?? [])).toHaveLength(1);
  });

  test('is told to stop leaves the rest to the next, and calls nothing incomplete', async () => {
    await fillQueries(fixture.ownerPool, { agencies: 4, refusals: 600, now: Date.now() });
    expect(await look({ signal: AbortSignal.abort() })).toEqual({ seen: 0, opened: [], incomplete: [] });
    expect(await reported()).toEqual([]);
  });
});

describe('a pattern', () => {
  test('of incidents that are fitted to one plate is found over several looks, dry runs among them', async () => {
    const told = [
      { incident: { kind: 'offense', vehicle: 'stolen' } },
      { incident: { kind: 'offense', vehicle: 'stolen' }, officer: 'two' },
      { incident: { kind: 'missing_person', vehicle: 'of_missing_person' }, dryRun: true },
      { incident: { kind: 'offense', vehicle: 'of_suspect' }, dryRun: true, officer: 'three' },
    ] as const;
    const opened: number[] = [];
    for (const [place, one] of told.entries()) {
      const index = [1_000, 2_100, 4_200, 8_400][place] as number;
      await raiseHead(fixture.ownerPool, index + 10);
      await writeQueries(fixture.ownerPool, [asked(index, { ...one, plate: 'ZZFIT' })]);
      opened.push((await look())?.opened.length ?? -1);
    }
    expect(opened).toEqual([0, 0, 0, 1]);
    const [report] = await reported();
    expect(report).toMatchObject({ kind: 'incident_fitted' });
    expect(report?.entries).toEqual(expect.arrayContaining([2_100, 4_200, 8_400]));
  });

  test('that grows from look to look is found when it is one, however much lies between', async () => {
    const vague = { effect: 'deny', reason: 'purpose_vague', officer: 'two' } as const;
    const other = { effect: 'deny', reason: 'case_number_missing', officer: 'two' } as const;
    const shown: number[] = [];
    for (const [part, begin] of [2_000, 4_200, 8_400, 16_500].entries()) {
      // Beyond what the looks before have written.
      await raiseHead(fixture.ownerPool, begin + 1_000);
      const flood = Array.from({ length: 700 }, (_, i) => asked(begin + i, other));
      await writeQueries(fixture.ownerPool, [...flood, asked(begin + 900, vague)]);
      shown.push(begin + 900);
      expect((await look())?.opened).toHaveLength([1, 0, 0, 1][part] as number);
    }
    const reports = await reported();
    expect(reports.map(({ kind }) => kind)).toEqual(['heavy_use', 'vague_habit']);
    expect(reports[1]?.entries).toEqual(shown);
  });

  test('of a plate that was refused in one look and released in the next is found', async () => {
    await raiseHead(fixture.ownerPool, 10_000);
    const flood = Array.from({ length: 900 }, (_, i) => asked(1 + i, { ...prohibited, plate: 'ZZT0001' }));
    await writeQueries(fixture.ownerPool, flood);
    await look();
    await writeQueries(fixture.ownerPool, [asked(2_000, { plate: 'ZZT0001', officer: 'two' })]);
    await look();
    expect((await reported()).find(({ kind }) => kind === 'refused_plate')?.entries).toEqual([900, 2_000]);
  });

  test('of very many officers of one agency buries nobody: the Chief gets fifty, and one on the agency', async () => {
    await raiseHead(fixture.ownerPool, 10_000);
    const many = Array.from({ length: 600 }, (_, i) =>
      asked(1 + i, { ...prohibited, officer: `fresh-${i}` }),
    );
    await writeQueries(fixture.ownerPool, many);
    expect((await look())?.opened).toHaveLength(51);
    const { rows } = await fixture.pool.query(
      `SELECT count(*) AS all, max(summary) AS longest FROM misuse_report`,
    );
    expect(rows[0]).toMatchObject({ all: 51, longest: expect.stringContaining('more such reports') });
  });

  test('is kept without a plate, a case number or an officer in clear, and for thirty days', async () => {
    await raiseHead(fixture.ownerPool, 10_000);
    await writeQueries(fixture.ownerPool, [
      asked(2, { ...prohibited, plate: 'ZZT9876', caseNumber: 'CR-55', officer: 'smith' }),
    ]);
    await look();
    const { rows } = await fixture.pool.query('SELECT a::text AS kept FROM query_activity a');
    expect(rows).toHaveLength(1);
    expect(rows[0].kept).not.toMatch(/ZZT9876|CR-55|smith/i);
    await look({ now: new Date(Date.now() + 31 * DAY) });
    expect((await fixture.pool.query('SELECT FROM query_activity')).rowCount).toBe(0);
  });
});
