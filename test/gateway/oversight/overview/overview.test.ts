/** What the owner's people look at first, over HTTP: what waits, and which sharing ends next by itself. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

async function propose(ori: string, changes: Record<string, unknown> = {}): Promise<string> {
  await admin.register(ori);
  const { body, status } = await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(ori, changes));
  expect(status).toBe(201);
  return body.id;
}
const approve = (id: string) => admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
const overview = async () => (await admin.call('reviewer', 'GET', '/v1/overview')).body;

describe('the overview', () => {
  test('counts grants in force, proposals that wait, and the entries of the log', async () => {
    const before = await overview();
    await approve(await propose('CO0710100'));
    await propose('CO0710200');
    const after = await overview();
    expect(after.agenciesGranted - before.agenciesGranted).toBe(1);
    expect(after.proposals - before.proposals).toBe(1);
    expect(after.logSize).toBeGreaterThan(before.logSize);
  });

  test('counts releases and refusals of today alone, of all agencies', async () => {
    const { id } = await admin.register('CO0710300');
    const use = (when: string) =>
      admin.ownerPool.query(
        `INSERT INTO agency_usage (agency_id, day, records, releases, refusals)
         VALUES ($1, (now() AT TIME ZONE 'UTC')::date - $2::integer, 50, 7, 3)`,
        [id, when],
      );
    await Promise.all([use('0'), use('1')]);
    expect(await overview()).toMatchObject({ releasesToday: 7, refusalsToday: 3 });
  });

  test('counts the months that are over and not audited since the log began, of the last twelve', async () => {
    const beganIn = (month: string) =>
      admin.ownerPool.query(`
        ALTER TABLE log_entry DISABLE TRIGGER log_entry_kept;
        UPDATE log_entry SET entry = regexp_replace(entry, '"minute":"[0-9]+-[0-9]+', '"minute":"${month}') WHERE index = 0;
        ALTER TABLE log_entry ENABLE TRIGGER log_entry_kept`);
    const monthsAgo = (months: number) => {
      const now = new Date();
      return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 1))
        .toISOString()
        .slice(0, 7);
    };
    const waiting: number[] = [];
    for (const months of [0, 2, 30]) {
      await beganIn(monthsAgo(months));
      waiting.push((await overview()).auditsWaiting);
    }
    expect(waiting).toEqual([0, 2, 12]);
  });

  test('says that no second server holds the log, and that the reads are at no standby', async () => {
    const { commits, readsLagSeconds } = await overview();
    expect(['alone', 'asynchronous']).toContain(commits);
    expect(readsLagSeconds).toBeNull();
  });

  test('is for the owner’s people alone', async () => {
    expect((await admin.call(null, 'GET', '/v1/overview')).status).toBe(401);
  });
});

describe('what ends next', () => {
  test('is the grant, its agreement or the year of the certification, whichever comes first, the soonest first', async () => {
    const agreed = { reference: 'MOU 1', signedOn: day(-10), article74: true, officerMfa: true };
    const ends = [
      await propose('CO0720100', { validUntil: `${day(40)}T00:00:00Z` }),
      await propose('CO0720200', { agreement: { ...agreed, expiresOn: day(30) } }),
      await propose('CO0720300', { certification: { signer: 'Chief', signedOn: day(-345) } }),
    ];
    for (const id of ends) expect((await approve(id)).status).toBe(200);
    const { body } = await admin.call('auditor', 'GET', '/v1/sharing/ending');
    const told = body.ending.map((one: { partner: string; endsBy: string; endsAt: string }) => [
      one.partner,
      one.endsBy,
      one.endsAt.slice(0, 10),
    ]);
    expect(told.slice(0, 3)).toEqual([
      ['CO0720300', 'certification', day(20)],
      ['CO0720200', 'agreement', day(30)],
      ['CO0720100', 'grant', day(40)],
    ]);
  });

  test('leaves out what has ended, and what only waits', async () => {
    const waiting = await propose('CO0730100');
    const revoked = await propose('CO0730200');
    await approve(revoked);
    await admin.call('admin-1', 'POST', `/v1/grants/${revoked}/revoke`, { reason: 'test' });
    const { body } = await admin.call('auditor', 'GET', '/v1/sharing/ending');
    const grants = body.ending.map(({ grant }: { grant: string }) => grant);
    expect([grants.includes(waiting), grants.includes(revoked)]).toEqual([false, false]);
  });
});
