/** Idempotency-Key on administrators' POSTs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

let admin: Administration;
let serial = 0;
let ori: string;
let key: string;

beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());
beforeEach(async () => {
  serial += 1;
  ori = `CO08${String(serial).padStart(3, '0')}00`;
  key = `key-${serial}`;
  await admin.register(ori);
});

const propose = (body: unknown, who = 'admin-1') =>
  admin.call(who, 'POST', '/v1/grants', body, { 'Idempotency-Key': key });
const count = async () =>
  (await admin.entries()).filter(({ kind, agency }) => kind === 'grant_proposed' && agency === ori).length;

describe('a POST with an Idempotency-Key', () => {
  test('that is repeated gets its first answer, and changes nothing again', async () => {
    const body = sampleGrant(ori);
    const first = await propose(body);
    const second = await propose(body);
    expect(first.status).toBe(201);
    expect([second.status, second.text]).toEqual([201, first.text]);
    expect(second.headers.get('Location')).toBe(first.headers.get('Location'));
    expect(second.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await count()).toBe(1);
  });

  test('that is sent twice at once is done once', async () => {
    const body = sampleGrant(ori);
    const answers = await Promise.all([propose(body), propose(body), propose(body)]);
    expect(await count()).toBe(1);
    expect(answers.map(({ status }) => status).sort()[0]).toBe(201);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect((await propose(body)).status).toBe(201);
    expect(await count()).toBe(1);
  });

  test('whose key belongs to another body or another path is refused', async () => {
    await propose(sampleGrant(ori));
    expect((await propose(sampleGrant(ori, { lookBackDays: 1 }))).status).toBe(422);
    const halt = await admin.call('admin-1', 'POST', '/v1/sharing/halt', {}, { 'Idempotency-Key': key });
    expect(halt.status).toBe(422);
    expect(await count()).toBe(1);
  });

  test('means nothing to another person', async () => {
    const body = sampleGrant(ori);
    const first = await propose(body);
    const other = await propose(body, 'admin-2');
    expect(other.body.id).not.toBe(first.body.id);
    expect(await count()).toBe(2);
  });

  test('is not replayed to a person who may not do it any more', async () => {
    const body = sampleGrant(ori);
    await propose(body);
    await admin.ownerPool.query("UPDATE person SET roles = '{auditor}' WHERE id = $1", [
      admin.persons['admin-1'],
    ]);
    await admin.reloadPersons();
    expect((await propose(body)).status).toBe(403);
    await admin.ownerPool.query("UPDATE person SET roles = '{sharing_admin}' WHERE id = $1", [
      admin.persons['admin-1'],
    ]);
    await admin.reloadPersons();
  });

  test('that was refused may be tried again under the same key', async () => {
    const agency = await admin.agency(ori);
    await admin.ownerPool.query("UPDATE agency SET status = 'draft' WHERE id = $1", [agency.id]);
    const body = sampleGrant(ori);
    expect((await propose(body)).status).toBe(422);
    await admin.ownerPool.query("UPDATE agency SET status = 'active' WHERE id = $1", [agency.id]);
    expect((await propose(body)).status).toBe(201);
  });

  test('whose node died before it answered may be tried again after a minute, not before', async () => {
    const body = sampleGrant(ori);
    await propose(body);
    const claim = (age: string) =>
      admin.ownerPool.query(
        `UPDATE idempotency_key SET status = NULL, body = NULL, claimed_at = now() - $2::interval WHERE key = $1`,
        [key, age],
      );
    await claim('10 seconds');
    expect((await propose(body)).status).toBe(409);
    await claim('2 minutes');
    expect((await propose(body)).status).toBe(201);
  });

  test.each([[''], ['with space'], ['x'.repeat(201)]])(
    'and a key that is none (%j) is malformed',
    async (bad) => {
      key = bad;
      expect((await propose(sampleGrant(ori))).status).toBe(422);
    },
  );

  test('is forgotten after a day', async () => {
    const body = sampleGrant(ori);
    await propose(body);
    await admin.ownerPool.query(
      "UPDATE idempotency_key SET claimed_at = now() - interval '25 hours' WHERE key = $1",
      [key],
    );
    expect((await propose(body)).headers.get('Idempotency-Replayed')).toBeNull();
    expect(await count()).toBe(2);
  });
});
