/** One entry of the log with its details, and the log as a file. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { leafHash } from '../../../../gateway/audit/merkle.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import type { Agency } from '../../../../sharing-rules/terms/agency.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { eventually } from '../../../setup/eventually.ts';
import { appendSampleEntries, CASE, PLATE, RELEASE } from './sample-entries.ts';

let admin: Administration;
let second: Agency;

beforeAll(async () => {
  admin = await startAdministration();
  second = await appendSampleEntries(admin);
});
afterAll(() => admin.close());

const get = (path: string, who = 'auditor') => admin.call(who, 'GET', `/v1/audit/${path}`);
const newest = async () => {
  const index = (await admin.entries()).length - 1;
  const { rows } = await admin.pool.query('SELECT * FROM audit_detail WHERE index = $1', [index]);
  return { index, row: rows[0], owner: JSON.parse(rows[0].owner_detail) };
};

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
    expect(JSON.parse(body.owner.detail)).toMatchObject({ input: { note: 'sample' } });
    expect((await newest()).owner).toMatchObject({ action: 'entry', search: { index } });
  });

  test('comes with the receipt by which a stranger proves it', async () => {
    const { body } = await get('entries/1');
    const { asker, entry, leafHash } = body;
    expect(body.receipt).toMatchObject({ index: 1, entry, leafHash, asker });
    expect(body.receipt.checkpoint).toMatch(/^test\.example\/log\n\d+\n/);
  });

  test('outlives its details', async () => {
    const [{ index }] = (await get('entries?kind=log_read&limit=1')).body.entries;
    await admin.ownerPool.query('DELETE FROM audit_detail WHERE index = $1', [index]);
    const { body } = await get(`entries/${index}`);
    expect(body).toMatchObject({ index, kind: 'log_read', asker: null, owner: null, receipt: null });
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
    expect(headers.get('Log-Size')).toBe(String(size));
    expect(owner).toMatchObject({ action: 'export', entries: null, search: { size } });
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

  test('as CSV has what was stated to have happened in columns behind all others, and none of them elsewhere', async () => {
    const { text } = await admin.call('auditor', 'POST', '/v1/audit/export', {
      ...{ caseNumber: CASE, kind: 'release', format: 'csv' },
    });
    const [names] = parse(text) as string[][];
    expect(names?.slice(names.indexOf('altered'))).toEqual([
      ...['altered', 'offense', 'incidentKind', 'occurredFrom', 'occurredTo', 'place', 'vehicle'],
      ...['reportedBy', 'reportingAgency', 'grade'],
    ]);
    const [row] = parse(text, { columns: true }) as Record<string, string>[];
    expect(row).toMatchObject({
      ...{ offense: 'nibrs 240', incidentKind: 'offense', occurredFrom: '2026-11-03T09:00:00.000Z' },
      ...{ occurredTo: '', place: 'Aurora', vehicle: 'stolen', reportedBy: 'victim', grade: '' },
    });
    const others = await get('export?format=csv&effect=deny');
    const refused = parse(others.text, { columns: true }) as Record<string, string>[];
    expect(refused.map(({ incidentKind }) => incidentKind)).toEqual(['', '', '']);
  });

  test('by case or plate holds these entries alone, and both stay out of the URL', async () => {
    for (const sought of [{ caseNumber: CASE.toLowerCase() }, { plate: PLATE, agency: 'CO0800100' }]) {
      const { text } = await admin.call('auditor', 'POST', '/v1/audit/export', {
        ...sought,
        kind: 'release',
      });
      expect(
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line).releaseId),
      ).toEqual([RELEASE]);
    }
    const csv = await admin.call('auditor', 'POST', '/v1/audit/export', {
      caseNumber: 'XX-9',
      format: 'csv',
    });
    expect(parse(csv.text, { columns: true })).toEqual([]);
    expect((await newest()).owner).toMatchObject({ action: 'export', search: { caseNumber: 'XX-9' } });
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

  test('is cut, as a release is, when the client that reads it is removed', async () => {
    const note = 'x'.repeat(4_000);
    const fault = {
      kind: 'fault' as const,
      grant: null,
      effect: null,
      mark: false,
      asker: {},
      owner: { note },
    };
    const events = Array.from({ length: 4_000 }, () => ({ ...fault, agency: second }));
    await inTransaction(admin.pool, (trx) => appendEvents(trx, events));
    const { rows } = await admin.pool.query(`SELECT id FROM client_registration WHERE client_id = 'chief'`);
    const response = await admin.open('chief', 'GET', '/v1/audit/export?kind=fault');
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    expect((await reader.read()).done).toBe(false);
    const removal = { reason: 'laptop lost' };
    const removed = await admin.call('admin-1', 'POST', `/v1/clients/${rows[0].id}/remove`, removal);
    expect([removed.status, removed.body.aborted]).toEqual([200, 1]);
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow();
    // One that is begun after it is whole.
    const { text } = await get('export?kind=fault');
    expect(text.trimEnd().split('\n').length).toBeGreaterThan(4_000);
    // Who goes away in the middle leaves nothing behind either.
    const gone = (await admin.open('auditor', 'GET', '/v1/audit/export?kind=fault')).body;
    expect(admin.inFlight.size).toBe(1);
    await gone?.cancel();
    await eventually(() => admin.inFlight.size === 0);
  });
});
