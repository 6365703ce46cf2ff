/** Reports of misuse: who may write, read, take on and close them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

let admin: Administration;

beforeAll(async () => {
  admin = await startAdministration();
  for (const ori of ['CO0800100', 'CO0800200']) await admin.register(ori);
});
afterAll(() => admin.close());

const REPORTS = '/v1/misuse-reports';
const write = (who: string, changes: object = {}) =>
  admin.call(who, 'POST', REPORTS, { kind: 'complaint', summary: 'a resident complained', ...changes });
const act = (who: string, id: string, what: string, body: object) =>
  admin.call(who, 'POST', `${REPORTS}/${id}/${what}`, body);
const CLOSING = { outcome: 'founded', note: 'retrained' };

describe('a report of misuse', () => {
  test('is written by anybody with a role, and the log keeps that it was', async () => {
    for (const who of ['admin-1', 'reviewer', 'auditor', 'chief']) {
      const { body, status } = await write(who, { agency: 'CO0800100' });
      expect([status, body.state]).toEqual([201, 'open']);
    }
    expect((await admin.entries()).at(-1)).toMatchObject({ kind: 'misuse_reported', agency: 'CO0800100' });
    expect((await write('admin-1', { agency: 'CO9999999' })).status).toBe(422);
    expect((await write('admin-1', { concerns: crypto.randomUUID() })).status).toBe(422);
  });

  test('has the Chief as its owner, and a date; auditors and the Chief read it', async () => {
    const { body } = await admin.call('auditor', 'GET', `${REPORTS}?agency=CO0800100`);
    expect(body.reports).toHaveLength(4);
    expect(body.reports[0]).toMatchObject({ owner: admin.persons.chief, state: 'open' });
  });

  test('is given to a person, and closed once, by the Chief only', async () => {
    const id = (await write('auditor')).body.id;
    const dueAt = '2027-01-01T00:00:00Z';
    const assigned = await act('chief', id, 'assign', { owner: admin.persons.auditor, dueAt });
    expect(assigned.body).toMatchObject({ state: 'acknowledged', owner: admin.persons.auditor });
    expect((await act('auditor', id, 'close', CLOSING)).status).toBe(403);
    expect((await act('chief', id, 'close', CLOSING)).body).toMatchObject({
      state: 'closed',
      outcome: 'founded',
    });
    expect((await act('chief', id, 'close', CLOSING)).status).toBe(409);
    expect((await act('chief', id, 'assign', { owner: admin.persons.auditor, dueAt })).status).toBe(409);
    expect((await admin.entries()).at(-1)).toMatchObject({ kind: 'misuse_closed' });
  });

  test('is found among those that are overdue, until it is closed', async () => {
    const id = (await write('auditor')).body.id;
    const overdue = async () =>
      (await admin.call('chief', 'GET', `${REPORTS}?state=overdue`)).body.reports.map(
        (one: { id: string }) => one.id,
      );
    expect(await overdue()).toEqual([]);
    await admin.ownerPool.query(`UPDATE misuse_report SET due_at = now() - interval '1 hour' WHERE id = $1`, [
      id,
    ]);
    expect(await overdue()).toEqual([id]);
    await act('chief', id, 'close', CLOSING);
    expect(await overdue()).toEqual([]);
  });

  test('is counted by its agency until it is closed, with how old those are, and is found by it, or by having none', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) ids.push((await write('auditor', { agency: 'CO0800200' })).body.id);
    const none = (await write('auditor')).body.id;
    const [first = '', second = ''] = ids;
    await admin.ownerPool.query(
      `UPDATE misuse_report SET opened_at = now() - interval '9 days', due_at = now() - interval '1 hour' WHERE id = $1`,
      [first],
    );
    const counted = async () => {
      const { body } = await admin.call('chief', 'GET', '/v1/misuse-agencies');
      return body.agencies.find(({ agency }: { agency: string | null }) => agency === 'CO0800200');
    };
    const { newest, oldest, ...of } = await counted();
    const counts = { reports: 3, overdue: 1 };
    expect(of).toEqual({
      ...{ agency: 'CO0800200', name: expect.any(String), ...counts },
      kinds: [{ kind: 'complaint', refused: 0, newest, oldest, ...counts }],
    });
    expect(Math.round((Date.parse(newest) - Date.parse(oldest)) / 86_400_000)).toBe(9);
    await act('chief', second, 'close', CLOSING);
    expect(await counted()).toMatchObject({ reports: 2 });
    const idsIn = async (search: string) =>
      (await admin.call('chief', 'GET', `${REPORTS}?${search}`)).body.reports.map(
        (one: { id: string }) => one.id,
      );
    expect((await idsIn('agency=CO0800200&state=waiting')).sort()).toEqual(
      ids.filter((id) => id !== second).sort(),
    );
    const aboutNone = await idsIn('without=agency&state=waiting');
    expect([aboutNone.includes(none), aboutNone.some((id: string) => ids.includes(id))]).toEqual([
      true,
      false,
    ]);
    for (const id of [...ids, none]) if (id !== second) await act('chief', id, 'close', CLOSING);
    expect(await counted()).toBeUndefined();
  });

  test('that concerns the Chief is not counted for the Chief', async () => {
    const id = (await write('auditor', { agency: 'CO0800200', concerns: admin.persons.chief })).body.id;
    const countedFor = async (who: string) =>
      (await admin.call(who, 'GET', '/v1/misuse-agencies')).body.agencies.some(
        ({ agency }: { agency: string | null }) => agency === 'CO0800200',
      );
    expect([await countedFor('chief'), await countedFor('auditor')]).toEqual([false, true]);
    expect((await admin.call('auditor', 'GET', `${REPORTS}/${id}`)).body.state).toBe('open');
  });

  test('that concerns the Chief is not the Chief’s to see or to close, not even in the database', async () => {
    const id = (await write('auditor', { concerns: admin.persons.chief })).body.id;
    expect((await admin.call('chief', 'GET', `${REPORTS}/${id}`)).status).toBe(404);
    expect((await act('chief', id, 'close', CLOSING)).status).toBe(403);
    expect((await admin.call('auditor', 'GET', `${REPORTS}/${id}`)).body).toMatchObject({
      ...{ closer: 'auditor', owner: null },
    });
    const sql = `UPDATE misuse_report SET state = 'closed', outcome = 'unfounded', closed_at = now(), closed_by = $2 WHERE id = $1`;
    await expect(admin.ownerPool.query(sql, [id, admin.persons.chief])).rejects.toThrow('check');
    await expect(admin.ownerPool.query('DELETE FROM misuse_report')).rejects.toThrow('rows are kept');
  });

  test('that concerns the Chief goes to an auditor, who closes it; never the auditor who wrote it', async () => {
    const about = { concerns: admin.persons.chief };
    const dueAt = '2027-01-01T00:00:00Z';
    const { body } = await write('admin-1', about);
    expect(body).toMatchObject({ closer: 'auditor', owner: admin.persons.auditor });
    const toChief = await act('auditor', body.id, 'assign', { owner: admin.persons.chief, dueAt });
    expect([toChief.status, toChief.body.detail]).toEqual([422, expect.stringContaining('name another')]);
    const assigned = await act('auditor', body.id, 'assign', { owner: admin.persons.auditor, dueAt });
    expect(assigned.body).toMatchObject({ state: 'acknowledged', owner: admin.persons.auditor });
    const closed = await act('auditor', body.id, 'close', CLOSING);
    expect(closed.body).toMatchObject({ state: 'closed', closedBy: admin.persons.auditor });
    const own = (await write('auditor', about)).body;
    expect(own).toMatchObject({ closer: 'auditor', owner: null });
    const refused = await act('auditor', own.id, 'close', CLOSING);
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      expect.stringContaining('you reported it: another auditor closes it'),
    ]);
  });

  test('about the Chief is closed by nobody else in the database either, and others by no auditor', async () => {
    const close = async (id: string, who: string) => {
      const trx = await admin.pool.connect();
      try {
        await trx.query('BEGIN');
        const sql = `UPDATE misuse_report SET state = 'closed', outcome = 'unfounded', note = 'x', closed_at = now(), closed_by = $2 WHERE id = $1`;
        await trx.query(sql, [id, admin.persons[who]]);
        await trx.query('COMMIT');
      } finally {
        await trx.query('ROLLBACK');
        trx.release();
      }
    };
    const { id } = (await write('auditor', { concerns: admin.persons.chief })).body;
    await expect(close(id, 'auditor')).rejects.toThrow(
      'by a person with the role auditor who did not report it',
    );
    const other = (await write('auditor')).body.id;
    await expect(close(other, 'auditor')).rejects.toThrow('by a person with the role chief');
  });

  test('is given to nobody who could not open it, and the refusal says whose roles may', async () => {
    const id = (await write('auditor')).body.id;
    for (const who of ['admin-1', 'reviewer']) {
      const order = { owner: admin.persons[who], dueAt: '2027-01-01T00:00:00Z' };
      const { body, status } = await act('chief', id, 'assign', order);
      expect([who, status]).toEqual([who, 422]);
      expect(body.detail).toContain('may not read reports of misuse: name an auditor or the Chief');
    }
  });

  test('is not given to the person whom it concerns', async () => {
    const id = (await write('auditor', { concerns: admin.persons.reviewer })).body.id;
    const dueAt = '2027-01-01T00:00:00Z';
    const to = (name: string) => act('chief', id, 'assign', { owner: admin.persons[name], dueAt });
    expect((await to('reviewer')).status).toBe(422);
    expect((await to('auditor')).status).toBe(200);
  });
});
