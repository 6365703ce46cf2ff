/** Reports whose every entry was a refusal are closed as such; what may hide misuse is judged, founded or not. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

const ORI = 'CO0800100';
const REPORTS = '/v1/misuse-reports';
const NOTHING_LEFT = { outcome: 'refused_nothing_left', note: 'the screen misread a street name' };

let admin: Administration;
let refused: number[] = [];
let released = 0;
let officer = '';
beforeAll(async () => {
  admin = await startAdministration();
  const { id: agencyId } = await admin.register(ORI);
  const agency = { id: agencyId, ori: ORI };
  const event = { agency, grant: null, mark: false, asker: {}, owner: {} } as const;
  const { sealed } = await inTransaction(admin.pool, (trx) =>
    appendEvents(trx, [
      { ...event, kind: 'refusal', effect: 'deny' },
      { ...event, kind: 'refusal', effect: 'deny' },
      { ...event, kind: 'release', effect: 'permit' },
    ]),
  );
  const [first = 0, second = 0, third = 0] = sealed.map(({ index }) => index);
  refused = [first, second];
  released = third;
  const { rows } = await admin.ownerPool.query(
    `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'o-1', 'Officer One', 'active') RETURNING id`,
    [agencyId],
  );
  officer = rows[0].id;
});
afterAll(() => admin.close());

async function open(changes: object = {}): Promise<string> {
  const body = { kind: 'prohibited_words', summary: 'words', agency: ORI, entries: refused, ...changes };
  return (await admin.call('auditor', 'POST', REPORTS, body)).body.id;
}
const read = async (id: string) => (await admin.call('chief', 'GET', `${REPORTS}/${id}`)).body;
const close = (id: string, changes: object = {}) =>
  admin.call('chief', 'POST', `${REPORTS}/${id}/close`, { ...NOTHING_LEFT, ...changes });

describe('a report of misuse whose every entry was a refusal', () => {
  test('is closed as refused, nothing left, with the outcome in the log, and is not overdue any more', async () => {
    const id = await open();
    await admin.ownerPool.query(`UPDATE misuse_report SET due_at = now() - interval '1 hour' WHERE id = $1`, [
      id,
    ]);
    expect((await read(id)).outcomes).toEqual(['founded', 'unfounded', 'refused_nothing_left']);
    const counted = await admin.call('chief', 'GET', '/v1/misuse-agencies');
    expect(counted.body.agencies[0].kinds).toMatchObject([
      { kind: 'prohibited_words', refused: 1, overdue: 1 },
    ]);
    const { body, status } = await close(id);
    expect([status, body.outcome, body.outcomes]).toEqual([200, 'refused_nothing_left', []]);
    expect((await admin.call('chief', 'GET', `${REPORTS}?state=overdue`)).body.reports).toEqual([]);
    const { rows } = await admin.pool.query(
      `SELECT owner_detail::jsonb ->> 'outcome' AS outcome FROM audit_detail WHERE kind = 'misuse_closed'`,
    );
    expect(rows).toEqual([{ outcome: 'refused_nothing_left' }]);
  });

  test('is found by its kind', async () => {
    const id = await open({ kind: 'barred_agency' });
    const found = await admin.call('chief', 'GET', `${REPORTS}?agency=${ORI}&kind=barred_agency`);
    expect(found.body.reports.map((one: { id: string }) => one.id)).toEqual([id]);
    expect((await close(id)).status).toBe(200);
  });

  test('is judged if the use is prohibited, if it repeats what was refused, or if anything left', async () => {
    for (const [changes, why] of [
      [{ kind: 'prohibited_use' }, 'a prohibited use was asked for'],
      [{ kind: 'reworded' }, 'came back in other words'],
      [{ entries: [...refused, released] }, 'not every entry that it names is a refusal'],
      [{ entries: [] }, 'not every entry that it names is a refusal'],
    ] as const) {
      const id = await open(changes);
      const { body, status } = await close(id);
      expect([why, status, body.detail]).toEqual([why, 422, expect.stringContaining(why)]);
      expect(body.detail).toContain('`outcome` cannot be `refused_nothing_left` here');
      expect((await close(id, { outcome: 'unfounded' })).status).toBe(200);
    }
  });

  test('is judged from the second one on the same officer on, unless the first was unfounded', async () => {
    const of = { kind: 'vague_at_night', subjectId: officer };
    expect((await close(await open(of), { outcome: 'unfounded' })).status).toBe(200);
    const first = await open(of);
    const second = await open(of);
    expect((await close(second)).body.detail).toContain('there was a report of the same before');
    expect((await close(first)).status).toBe(200);
    expect((await close(await open({ ...of, subjectId: undefined }))).status).toBe(200);
  });

  test('that asked for a prohibited use is closed so by nobody, not even in the database', async () => {
    const id = await open({ kind: 'prohibited_use' });
    const sql = `UPDATE misuse_report SET state = 'closed', outcome = 'refused_nothing_left', closed_at = now(), closed_by = $2 WHERE id = $1`;
    await expect(admin.ownerPool.query(sql, [id, admin.persons.chief])).rejects.toThrow(
      'misuse_report_prohibited_judged',
    );
  });
});
