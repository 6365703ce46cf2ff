/** The auditors' reading of the log: search, one entry, export; each an entry itself. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { type AuditEvent, appendEvents } from '../../../gateway/audit/append-events.ts';
import { leafHash } from '../../../gateway/audit/merkle.ts';
import { plateHmac } from '../../../gateway/audit/plate-hmac.ts';
import { inTransaction } from '../../../gateway/db-transaction.ts';
import type { Agency } from '../../../sharing-rules/terms.ts';
import { type Administration, plateKeys, startAdministration } from '../../setup/administration.ts';

const PLATE = 'TEST123';
const OFFICER = '11111111-2222-4333-8444-555555555555';
const RELEASE = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';
let admin: Administration;
let first: Agency;
let second: Agency;

beforeAll(async () => {
  admin = await startAdministration();
  first = await admin.register('CO0800100', { oris: ['CO0800100', 'CO0800101'] as never });
  second = await admin.register('CO0800200');
  const today = plateKeys(new Date().toISOString().slice(0, 10));
  const event = (agency: Agency, changes: Partial<AuditEvent>): AuditEvent => ({
    kind: 'refusal',
    agency,
    grant: null,
    effect: 'deny',
    mark: false,
    asker: { at: new Date().toISOString(), case: '=HYPERLINK("http://evil.example")' },
    owner: { input: { note: 'sample' } },
    purpose: 'stolen_vehicle',
    reasonCodes: ['grant_missing', 'purpose_vague'],
    ...changes,
  });
  await inTransaction(admin.pool, (trx) =>
    appendEvents(trx, [
      event(first, {}),
      event(first, {
        kind: 'release',
        effect: 'permit',
        reasonCodes: [],
        officerId: OFFICER,
        releaseId: RELEASE,
        plateHmac: plateHmac(today, PLATE),
      }),
      event(second, { plateHmac: plateHmac(today, 'OTHER99') }),
      event(second, { purpose: '=cmd', plateHmac: plateHmac(today, PLATE) }),
    ]),
  );
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

describe('one entry', () => {
  test('comes with the exact texts and salts from which its commitment follows', async () => {
    const [{ index }] = (await get(`entries?releaseId=${RELEASE}`)).body.entries;
    const { body } = await get(`entries/${index}`);
    const half = ({ salt, detail }: { salt: string; detail: string }) =>
      createHash('sha256').update(Buffer.from(salt, 'base64')).update(detail).digest();
    const commitment = createHash('sha256')
      .update(half(body.asker))
      .update(half(body.owner))
      .digest('base64');
    expect(JSON.parse(body.entry).commitment).toBe(commitment);
    expect(body.leafHash).toBe(leafHash(Buffer.from(body.entry)).toString('base64'));
    expect(JSON.parse(body.owner.detail)).toEqual({ input: { note: 'sample' } });
    expect((await newest()).owner).toMatchObject({ action: 'entry', search: { index } });
  });

  test('outlives its details', async () => {
    const [{ index }] = (await get('entries?kind=log_read&limit=1')).body.entries;
    await admin.ownerPool.query('DELETE FROM audit_detail WHERE index = $1', [index]);
    const { body } = await get(`entries/${index}`);
    expect(body).toMatchObject({ index, kind: 'log_read', asker: null, owner: null });
  });

  test('beyond the log, or with a name that is no index, is not found', async () => {
    for (const index of ['999999', '-1', '1.5', 'x', '999999999999999999']) {
      expect([index, (await get(`entries/${index}`)).status]).toEqual([index, 404]);
    }
  });
});

describe('an export of the log', () => {
  test('as NDJSON holds every entry so far, oldest first, and is an entry before it is sent', async () => {
    const size = (await admin.entries()).length;
    const { headers, status, text } = await get('export?format=ndjson');
    expect([status, headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson']);
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.map(({ index }) => index)).toEqual(lines.map(({ index }) => index).sort((a, b) => a - b));
    expect(lines.at(-1).index).toBe(size - 1);
    const { index, owner } = await newest();
    expect(index).toBe(size);
    expect(owner).toMatchObject({ action: 'export', entries: lines.length, search: { size } });
  });

  test('as CSV holds one line for each entry, and no cell that a spreadsheet would run', async () => {
    const { headers, text } = await get('export?format=csv&effect=deny');
    expect(headers.get('Content-Disposition')).toMatch(/^attachment; filename=audit-log-\d+\.csv$/);
    const rows: Record<string, string>[] = parse(text, { columns: true });
    expect(rows.map(({ agency }) => agency)).toEqual(['CO0800100', 'CO0800200', 'CO0800200']);
    expect(rows[0]).toMatchObject({ reasonCodes: 'grant_missing purpose_vague', effect: 'deny' });
    expect(rows[2]?.purpose).toBe("'=cmd");
    expect(JSON.parse(rows[0]?.askerDetail as string)).toHaveProperty('case');
  });

  test('larger than a page is complete', async () => {
    const events = Array.from({ length: 1_100 }, () => ({
      kind: 'fault' as const,
      agency: second,
      grant: null,
      effect: null,
      mark: false,
      asker: {},
      owner: {},
    }));
    await inTransaction(admin.pool, (trx) => appendEvents(trx, events));
    const { text } = await get('export?kind=fault');
    expect(text.trimEnd().split('\n')).toHaveLength(1_100);
  });
});
