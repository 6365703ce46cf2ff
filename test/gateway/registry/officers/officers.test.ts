/** Officers over HTTP: found, suspended, reinstated. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';

let admin: Administration;
const ids: string[] = [];

beforeAll(async () => {
  admin = await startAdministration();
  for (const ori of ['CO0800100', 'CO0800200']) {
    const { id } = await admin.register(ori);
    for (const status of ['active', 'held']) {
      const { rows } = await admin.pool.query(
        'INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, $2, $3, $4) RETURNING id',
        [id, `badge-${randomUUID()}`, 'Officer Sample', status],
      );
      ids.push(rows[0].id);
    }
  }
});
afterAll(() => admin.close());

const get = (path: string) => admin.call('reviewer', 'GET', path);
const post = (id: string, act: string, body: unknown = { reason: 'test' }, who = 'admin-1') =>
  admin.call(who, 'POST', `/v1/subjects/${id}/${act}`, body);
const detailOf = async (index: number) => {
  await upToNow(admin.pool);
  return (await admin.pool.query('SELECT officer_id FROM audit_search WHERE index = $1', [index])).rows[0];
};

describe('officers', () => {
  test('are listed by agency and standing, and paged', async () => {
    const { body } = await get('/v1/subjects?agency=CO0800100');
    expect(body.subjects.map(({ id }: { id: string }) => id).sort()).toEqual(ids.slice(0, 2).sort());
    expect(body.subjects[0]).toMatchObject({ agency: 'CO0800100', name: 'Officer Sample' });
    expect((await get('/v1/subjects?agency=CO0800100&status=held')).body.subjects).toHaveLength(1);
    const first = (await get('/v1/subjects?limit=3')).body;
    const rest = (await get(`/v1/subjects?limit=3&after=${first.next}`)).body;
    expect([first.subjects.length, rest.subjects.length, rest.next]).toEqual([3, 1, null]);
  });

  test('are found by what their agency calls them, however it is written, of one agency or of all', async () => {
    const agency = await admin.agency('CO0800100');
    await admin.pool.query(
      `INSERT INTO officer (agency_id, reference, name, status) VALUES ($1, 'off-7', 'Officer Seven', 'suspended')`,
      [agency.id],
    );
    const search = (body: unknown) => admin.call('reviewer', 'POST', '/v1/subject-search', body);
    expect((await search({ reference: ' OFF-7' })).body.subjects).toMatchObject([{ name: 'Officer Seven' }]);
    const elsewhere = await search({ reference: 'off-7', agency: 'CO0800200' });
    expect([elsewhere.status, elsewhere.body.subjects]).toEqual([200, []]);
    expect((await search({ reference: 'off-7', agency: 'CO0809999' })).status).toBe(404);
    expect((await search({})).status).toBe(422);
    await admin.ownerPool.query(`DELETE FROM officer WHERE reference = 'off-7'`);
  });

  test('are suspended by one person: a mark of their agency that names them only in its detail', async () => {
    const id = ids[0] as string;
    const { body, status } = await post(id, 'suspend');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: 'suspended', epoch: body.index, expiredNodes: 0 });
    const entry = (await admin.entries())[body.index];
    expect(entry).toMatchObject({ kind: 'subject_suspended', agency: 'CO0800100', epoch: body.index });
    expect(JSON.stringify(entry)).not.toContain(id);
    expect(await detailOf(body.index)).toEqual({ officer_id: id });
    expect((await get(`/v1/subjects/${id}`)).body.status).toBe('suspended');
    expect((await admin.agency('CO0800100')).epoch).toBe(body.index);
    expect((await post(id, 'suspend')).status).toBe(200);
  });

  test('are shown with who suspended them, why and upon which report, to those who may read the log', async () => {
    const id = ids[2] as string;
    const report = async (closed: string | null) => {
      const order = { kind: 'personal_use', summary: 'asked for a neighbor', subjectId: id };
      const { body } = await admin.call('auditor', 'POST', '/v1/misuse-reports', order);
      const closing = { outcome: closed, note: 'looked into' };
      if (closed !== null) await admin.call('chief', 'POST', `/v1/misuse-reports/${body.id}/close`, closing);
      return body.id;
    };
    const [founded] = [await report('founded'), await report('unfounded')];
    const { body } = await post(id, 'suspend', { reason: `report of misuse ${founded}` });
    const shown = async (who: string) => (await admin.call(who, 'GET', `/v1/subjects/${id}`)).body;
    expect(await shown('admin-1')).toMatchObject({
      suspension: { index: body.index, by: admin.persons['admin-1'], reason: `report of misuse ${founded}` },
      reports: [{ id: founded, state: 'closed', outcome: 'founded', index: expect.any(Number) }],
    });
    expect(await shown('reviewer')).not.toHaveProperty('suspension');
    await post(id, 'reinstate', { reason: 'a test' });
    expect(await shown('auditor')).toMatchObject({ suspension: null, reports: [{ id: founded }] });
  });

  test('are reinstated, whether suspended or held, but not twice', async () => {
    for (const id of ids.slice(0, 2)) {
      const { body, status } = await post(id, 'reinstate');
      expect([status, body.status]).toEqual([200, 'active']);
      expect((await post(id, 'reinstate')).status).toBe(409);
    }
    expect((await admin.entries()).at(-1)).toMatchObject({ kind: 'subject_reinstated', agency: 'CO0800100' });
  });

  test('are not said to be suspended by a repeated Idempotency-Key once they were reinstated', async () => {
    const id = ids[0] as string;
    const suspend = () =>
      admin.call(
        'admin-1',
        'POST',
        `/v1/subjects/${id}/suspend`,
        { reason: 'x' },
        { 'Idempotency-Key': 'one' },
      );
    expect([(await suspend()).status, (await suspend()).status]).toEqual([200, 200]);
    await post(id, 'reinstate');
    expect((await suspend()).status).toBe(409);
    expect((await get(`/v1/subjects/${id}`)).body.status).toBe('active');
  });

  test('are not said to be reinstated by a repeated Idempotency-Key once they were suspended again', async () => {
    const id = ids[0] as string;
    const path = `/v1/subjects/${id}/reinstate`;
    const reinstate = () => admin.call('admin-1', 'POST', path, {}, { 'Idempotency-Key': 'two' });
    await post(id, 'suspend', { reason: 'x' });
    expect([(await reinstate()).status, (await reinstate()).status]).toEqual([200, 200]);
    await post(id, 'suspend', { reason: 'x' });
    expect((await reinstate()).status).toBe(409);
    await post(id, 'reinstate');
  });

  test('are suspended for a reason, if they exist', async () => {
    expect((await post(ids[0] as string, 'suspend', {})).status).toBe(422);
    expect((await post(randomUUID(), 'suspend')).status).toBe(404);
    expect((await post('officer-name', 'suspend')).status).toBe(404);
  });

  describe('attested by their agency', () => {
    /** A training is good for two years. */
    const trainedOn = new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10);
    const attest = (id: string, changes: object = {}, who = 'admin-1', headers = {}) => {
      const facts = { employerOri: 'CO0800200', federalDetail: false, trainedOn, ...changes };
      return admin.call(who, 'POST', `/v1/subjects/${id}/attest`, facts, headers);
    };

    test('keep their standing where nothing bars, and the entry says who attested what', async () => {
      const id = ids[2] as string;
      const { body, status } = await attest(id);
      expect([status, body.status, body.reasons]).toEqual([200, 'active', []]);
      expect(body.attestation).toEqual({ employerOri: 'CO0800200', federalDetail: false, trainedOn });
      expect((await admin.entries()).at(-1)).toMatchObject({ kind: 'subject_attested', agency: 'CO0800200' });
    });

    test.each([
      ['lent to a federal task force', { federalDetail: true }, 'federal_detail'],
      ['employed elsewhere', { employerOri: 'CO0800100' }, 'attested_employer'],
    ])('%s are suspended at once, the way of a revocation', async (_what, facts, detail) => {
      const id = ids[2] as string;
      const { body } = await attest(id, facts);
      expect(body).toMatchObject({ status: 'suspended', reasons: [{ code: 'employer_mismatch', detail }] });
      expect((await admin.entries())[body.index]).toMatchObject({
        kind: 'subject_suspended',
        epoch: body.index,
      });
      expect((await post(id, 'reinstate')).status).toBe(200);
    });

    test('and suspended by it, are not said to be by a repeated Idempotency-Key once they were reinstated', async () => {
      const again = () =>
        attest(ids[2] as string, { federalDetail: true }, 'admin-1', { 'Idempotency-Key': 'attested' });
      const first = await again();
      expect([first.status, first.body.status]).toEqual([200, 'suspended']);
      expect((await again()).text).toBe(first.text);
      await admin.call('admin-1', 'POST', `/v1/subjects/${ids[2]}/reinstate`, {});
      expect((await again()).status).toBe(409);
    });

    test('have been trained in the past', async () => {
      expect((await attest(ids[2] as string, { trainedOn: '2999-01-01' })).status).toBe(422);
      expect((await attest(ids[2] as string, { birthplace: 'x' })).status).toBe(422);
    });
  });

  test('without a release for 90 days are inactive until they are reinstated', async () => {
    const id = ids[2] as string;
    const age = `UPDATE officer SET enrolled_at = now() - interval '200 days', reinstated_at = NULL WHERE id = $1`;
    await admin.ownerPool.query(age, [id]);
    expect((await get(`/v1/subjects/${id}`)).body.status).toBe('inactive');
    expect((await get('/v1/subjects?status=inactive')).body.subjects).toHaveLength(1);
    expect((await post(id, 'reinstate')).body.status).toBe('active');
    await admin.ownerPool.query(age, [id]);
    await admin.pool.query('INSERT INTO officer_usage VALUES ($1, current_date - 60, 1, 1)', [id]);
    expect((await get(`/v1/subjects/${id}`)).body.status).toBe('active');
  });
});
