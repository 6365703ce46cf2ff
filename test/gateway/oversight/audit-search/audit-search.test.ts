/** The auditors' search of the log; each search is an entry itself. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { appendSampleEntries, OFFICER, PLATE, RELEASE } from './sample-entries.ts';

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

  test('is for administrators, auditors and the chief; not for reviewers, nor for nobody', async () => {
    for (const [who, status] of [
      ['admin-1', 200],
      ['chief', 200],
      ['reviewer', 403],
      [null, 401],
    ] as const) {
      for (const path of ['entries', 'entries/1', 'export']) {
        const answer = await admin.call(who, 'GET', `/v1/audit/${path}`);
        expect([who, path, answer.status]).toEqual([who, path, status]);
      }
    }
  });
});
