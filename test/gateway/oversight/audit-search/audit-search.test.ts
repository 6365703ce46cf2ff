/** The auditors' search of the log; each search is an entry itself. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findDaysOfLog } from '../../../../gateway/oversight/audit-search/audit-entries-store.ts';
import { findCaseStretch } from '../../../../gateway/oversight/audit-search/case-stretch-store.ts';
import type { Days } from '../../../../gateway/oversight/audit-search/days-of-log.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { appendSampleEntries, CASE, HAPPENED, OFFICER, PLATE, RELEASE } from './sample-entries.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
  await appendSampleEntries(admin);
});
afterAll(() => admin.close());

const get = (path: string, who = 'auditor') => admin.call(who, 'GET', `/v1/audit/${path}`);
const search = (body: unknown, who = 'auditor') => admin.call(who, 'POST', '/v1/audit/search', body);
const kindsOf = ({ body }: { body: { entries: { kind: string; agency: string }[] } }) =>
  body.entries.map(({ agency, kind }) => `${agency} ${kind}`);
const newest = async () => {
  const index = (await admin.entries()).length - 1;
  const { rows } = await admin.pool.query('SELECT * FROM audit_detail WHERE index = $1', [index]);
  return { index, row: rows[0], owner: JSON.parse(rows[0].owner_detail) };
};

describe('a search of the log', () => {
  test.each([
    ['agency=CO0800101', ['CO0800100 release', 'CO0800100 refusal', 'CO0800100 agency_added']],
    ['kind=release', ['CO0800100 release']],
    ['effect=deny', ['CO0800200 refusal', 'CO0800200 refusal', 'CO0800100 refusal']],
    ['purpose=stolen_vehicle&agency=CO0800200', ['CO0800200 refusal']],
    ['reason=purpose_vague&agency=CO0800100', ['CO0800100 refusal']],
    [`officerId=${OFFICER}`, ['CO0800100 release']],
    [`releaseId=${RELEASE}`, ['CO0800100 release']],
    ['agency=CO0800200&from=2020-01-01&to=2020-02-01', []],
    ['effect=permit&from=2020-01-01', ['CO0800100 release']],
  ])('by %s finds what it names, newest first', async (query, expected) => {
    const answer = await get(`entries?${query}`);
    expect([answer.status, kindsOf(answer)]).toEqual([200, expected]);
  });

  test('by plate finds every agency that asked for it, and the plate stands in no URL', async () => {
    const answer = await search({ plate: 'test-123' });
    expect(kindsOf(answer)).toEqual(['CO0800200 refusal', 'CO0800100 release']);
    expect(kindsOf(await search({ plate: PLATE, agency: 'CO0800100' }))).toEqual(['CO0800100 release']);
    expect(kindsOf(await search({ plate: 'NOBODY1' }))).toEqual([]);
    for (const path of ['entries', 'export']) {
      const { body, status } = await get(`${path}?plate=${PLATE}`);
      expect(status).toBe(422);
      expect(body.detail).not.toContain(PLATE);
    }
    expect((await search({ plate: '*' })).status).toBe(422);
    expect((await search({ plate: PLATE, from: '2020-01-01' })).status).toBe(422);
  });

  test('by case number finds what was asked for it, as it is typed or in upper case, and no part of it', async () => {
    for (const typed of [CASE, CASE.toLowerCase(), ` ${CASE} `]) {
      expect(kindsOf(await search({ caseNumber: typed, agency: 'CO0800100' }))).toEqual([
        'CO0800100 release',
      ]);
    }
    expect(kindsOf(await search({ caseNumber: CASE, plate: PLATE }))).toEqual(['CO0800100 release']);
    for (const other of ['CR-2026-014', 'R-2026-0142', 'CR_2026_0142', 'CR%', 'XX-1', '\\', '"']) {
      const answer = await search({ caseNumber: other, agency: 'CO0800100' });
      expect([other, answer.status, kindsOf(answer)]).toEqual([other, 200, []]);
    }
    for (const path of ['entries', 'export']) {
      const { body, status } = await get(`${path}?caseNumber=${CASE}`);
      expect([status, body.detail]).toEqual([422, expect.stringContaining('has no place in a URL')]);
      expect(body.detail).not.toContain(CASE);
    }
  });

  test('by an officer’s own id finds whom it means, or says what is missing', async () => {
    await admin.pool.query(
      `INSERT INTO officer (id, agency_id, reference, name, status) SELECT $1, a.id, 'officer-7', 'Officer Seven', 'active'
       FROM agency a WHERE a.ori = 'CO0800100'`,
      [OFFICER],
    );
    expect(kindsOf(await search({ officer: ' officer-7 ' }))).toEqual(['CO0800100 release']);
    expect((await newest()).owner.search).toEqual({ officerId: OFFICER });
    expect((await search({ officer: 'officer-8' })).status).toBe(404);
    await admin.pool.query(
      `INSERT INTO officer (agency_id, reference, name, status) SELECT a.id, 'officer-7', 'Another', 'active'
       FROM agency a WHERE a.ori = 'CO0800200'`,
    );
    expect((await search({ officer: 'officer-7' })).body.detail).toContain('give `agency` too');
    expect(kindsOf(await search({ officer: 'officer-7', agency: 'CO0800100' }))).toEqual([
      'CO0800100 release',
    ]);
  });

  test('by case number is an entry that is found by it: who looked for a case shows', async () => {
    await search({ caseNumber: CASE });
    expect((await newest()).owner).toMatchObject({ by: admin.persons.auditor, search: { caseNumber: CASE } });
    const found = await search({ caseNumber: CASE, kind: 'log_read' });
    expect(found.body.entries[0].kind).toBe('log_read');
  });

  test('by case number goes through the log part by part, and leaves out nothing', async () => {
    const days = (await findDaysOfLog(admin.pool)) as Days;
    const { length } = await admin.entries();
    const parts: [number, boolean][] = [];
    for (let before: number | undefined; ; ) {
      const part = await findCaseStretch(admin.pool, {}, days, { before, most: 4 });
      if (part === null) break;
      parts.push([part.fromIndex, part.goesOn]);
      before = part.fromIndex;
    }
    const expected = Array.from({ length: Math.ceil(length / 4) }, (_, i) =>
      Math.max(0, length - 4 * (i + 1)),
    );
    expect(parts).toEqual(expected.map((from) => [from, from > 0]));
    const past = { from: Date.parse('2020-01-01'), to: Date.parse('2020-02-01') };
    expect(await findCaseStretch(admin.pool, past, days)).toBeNull();
  });

  test('by their numbers finds these entries alone, and says so in its own', async () => {
    const { body } = await search({ indices: [0, 2, 999_999], details: true });
    expect(body.entries.map(({ index }: { index: number }) => index)).toEqual([2, 0]);
    expect((await newest()).owner.search).toEqual({ indices: [0, 2, 999_999], details: true });
  });

  test('shows with `details` who asked what for which case, and who of the owner did what; without, nothing of it', async () => {
    const { body } = await search({ caseNumber: CASE, kind: 'release', details: true });
    expect(body.entries[0].says).toEqual({
      officer: { reference: 'officer-7', name: 'Officer Seven' },
      plate: PLATE,
      caseNumber: CASE,
      incident: HAPPENED,
      justification: expect.stringContaining('sedan stolen'),
      records: 3,
      by: null,
      reason: null,
    });
    expect((await newest()).owner.search).toMatchObject({ details: true });
    const looks = await search({ kind: 'log_read', details: true });
    expect(looks.body.entries[0].says.by).toBe(admin.persons.auditor);
    expect((await search({ kind: 'release' })).body.entries[0]).not.toHaveProperty('says');
  });

  test('is paged without gaps', async () => {
    const seen: number[] = [];
    const all = (await get('entries?effect=deny')).body.entries.map(({ index }: { index: number }) => index);
    for (let cursor = ''; ; ) {
      const { body } = await get(`entries?effect=deny&limit=1${cursor}`);
      seen.push(...body.entries.map(({ index }: { index: number }) => index));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(all);
  });

  test('is an entry itself, with what was looked for, and never the plate', async () => {
    await search({ plate: PLATE, agency: 'CO0800100' });
    const { owner, row } = await newest();
    expect(row.kind).toBe('log_read');
    expect(owner).toEqual({
      by: admin.persons.auditor,
      action: 'search',
      search: { agency: 'CO0800100' },
      entries: 1,
      byPlate: true,
      searchedBy: { plate: expect.stringMatching(/^[\w+/]{43}=$/) },
    });
    expect(JSON.stringify(row)).not.toContain(PLATE);
    // Who looked for a plate can be found by looking for the plate.
    expect(kindsOf(await search({ plate: PLATE, kind: 'log_read' })).length).toBeGreaterThan(0);
  });

  test.each([
    ['an unknown filter', 'entries?officer=x'],
    ['an unknown kind', 'entries?kind=nothing'],
    ['a time that is none', 'entries?from=yesterday'],
    ['a cursor that is none', 'entries?cursor=-1'],
  ])('with %s is malformed', async (_, path) => {
    expect((await get(path)).status).toBe(422);
  });
});
