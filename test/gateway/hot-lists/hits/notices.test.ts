import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { notifyHit } from '../../../../gateway/hot-lists/hits/notify-hit.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { putApprovedEndpoint } from '../lists/approved-endpoint.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';
import { startPartner } from '../lists/partner-server.ts';

let fixture: Jobs;

beforeAll(async () => {
  fixture = await startJobs();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.close());

describe('notices of hits', () => {
  test('a hit is told once, signed, with its read and receipt, and each attempt is decided again', async () => {
    await fixture.enter('ZZN1');
    await fixture.exchange.see('ZZN1');
    fixture.partner.statuses.push(500, 503);
    const before = (await fixture.exchange.entries()).length;
    await fixture.runAll();
    expect(fixture.partner.received).toHaveLength(1);
    expect(fixture.partner.received[0]?.body).toMatchObject({
      type: 'hit.unconfirmed',
      data: { status: 'unconfirmed', reads: [{ plate: 'ZZN1' }], receipt: { index: expect.any(Number) } },
    });
    expect(await fixture.jobs()).toMatchObject([{ kind: 'hit_notice', status: 'done', attempts: 3 }]);
    const notices = (await fixture.exchange.entries())
      .slice(before)
      .filter(({ kind }) => kind === 'hit_notice');
    expect(notices).toHaveLength(3);
  });

  test('a job that two workers take at the same moment is done once', async () => {
    await fixture.enter('ZZN2');
    await fixture.exchange.see('ZZN2');
    const id = await fixture.firstDue();
    const other = { ...fixture.run, worker: '00000000-0000-4000-8000-000000000002' };
    await Promise.all([runJob(id, fixture.run), runJob(id, other), runJob(id, fixture.run)]);
    expect(fixture.partner.received).toHaveLength(1);
  });

  test('a worker that lost its lease does not end the job of the next', async () => {
    await fixture.enter('ZZN3');
    await fixture.exchange.see('ZZN3');
    const id = await fixture.firstDue();
    fixture.partner.onDelivery = async () => {
      fixture.partner.onDelivery = null;
      await fixture.exchange.pool.query(
        `UPDATE outbox SET worker = '00000000-0000-4000-8000-000000000009' WHERE id = $1`,
        [id],
      );
    };
    await runJob(id, fixture.run);
    expect(await fixture.jobs()).toMatchObject([{ status: 'waiting', fault: null }]);
  });

  test('an endpoint that never answers well ends among the dead letters, and the hit can still be asked for', async () => {
    await fixture.enter('ZZN4');
    await fixture.exchange.see('ZZN4');
    fixture.partner.statuses.push(...Array.from({ length: 20 }, () => 500));
    await fixture.runAll();
    expect(await fixture.jobs()).toMatchObject([
      { status: 'dead', attempts: 10, fault: 'endpoint_answered_500' },
    ]);
    expect(fixture.partner.received).toEqual([]);
  });

  test('an endpoint inside the house is not called', async () => {
    await putApprovedEndpoint(fixture.exchange.ownerPool, fixture.exchange.agencyId, 'https://10.0.0.1/hook');
    await fixture.enter('ZZN5');
    await fixture.exchange.see('ZZN5');
    await fixture.runAll();
    expect(await fixture.jobs()).toMatchObject([
      { status: 'dead', attempts: 1, fault: 'endpoint_not_allowed' },
    ]);
    await putApprovedEndpoint(fixture.exchange.ownerPool, fixture.exchange.agencyId, fixture.partner.url);
  });

  test('an endpoint that moves while its notice is being decided gets nothing at the old address', async () => {
    const elsewhere = await startPartner();
    const begun = fixture.partner.begun.length;
    const { agencyId } = fixture.exchange;
    elsewhere.secret = fixture.partner.secret;
    await fixture.enter('ZZN7');
    await fixture.exchange.see('ZZN7');
    const commit: typeof fixture.deps.commit = async (pending) => {
      const outcome = await fixture.deps.commit(pending);
      await putApprovedEndpoint(fixture.exchange.ownerPool, agencyId, elsewhere.url);
      return outcome;
    };
    const moved = (job: Parameters<typeof notifyHit>[0]) => notifyHit(job, { ...fixture.deps, commit });
    const work = { ...fixture.run.work, hit_notice: moved };
    await runJob(await fixture.firstDue(), { ...fixture.run, work });
    expect([fixture.partner.begun.length - begun, elsewhere.received.length]).toEqual([0, 1]);
    elsewhere.close();
    await putApprovedEndpoint(fixture.exchange.ownerPool, agencyId, fixture.partner.url);
  });

  test('a hit whose officer is suspended is not told, nor by an entry that anyone may read', async () => {
    await fixture.enter('ZZN8');
    await fixture.exchange.see('ZZN8');
    const set = (status: string) =>
      fixture.exchange.ownerPool.query('UPDATE officer SET status = $1', [status]);
    await set('suspended');
    const before = (await fixture.exchange.entries()).length;
    await fixture.runAll();
    await set('active');
    expect(fixture.partner.received).toEqual([]);
    expect(await fixture.jobs()).toMatchObject([{ kind: 'hit_notice', status: 'refused' }]);
    expect((await fixture.exchange.entries()).length).toBe(before);
  });

  test('a caution on a hit that was told is told too, and that it was lifted; each is a release', async () => {
    const { exchange, partner } = fixture;
    await fixture.enter('ZZN9');
    await exchange.see('ZZN9');
    await fixture.runAll();
    const { hitId } = partner.received.at(-1)?.body.data ?? {};
    await exchange.call('partner', 'POST', `/v1/hits/${hitId}/wrong`, { is: 'plate_misread' });
    await fixture.runAll();
    expect(partner.received.at(-1)?.body).toMatchObject({
      type: 'hit.caution',
      data: { hitId, caution: { is: 'plate_misread', status: 'reported_wrong' }, reads: [{ plate: 'ZZN9' }] },
    });
    const lift = { reason: 'the camera read it well' };
    for (const who of ['admin', 'reviewer'] as const) {
      await exchange.call(who, 'POST', `/v1/hits/${hitId}/wrong/lift`, lift);
    }
    await fixture.runAll();
    expect(partner.received).toHaveLength(3);
    expect(partner.received.at(-1)?.body.data).not.toHaveProperty('caution');
    expect(await fixture.jobs('hit_caution')).toMatchObject([{ status: 'done' }, { status: 'done' }]);
  });

  test('no caution is told to an agency whose grant was ended', async () => {
    const { exchange, partner } = fixture;
    await fixture.enter('ZZN10');
    await exchange.see('ZZN10');
    await fixture.runAll();
    const { hitId } = partner.received.at(-1)?.body.data ?? {};
    await exchange.revoke();
    await exchange.call('reviewer', 'POST', `/v1/hits/${hitId}/wrong`, { is: 'entry_wrong' });
    await fixture.runAll();
    expect(partner.received).toHaveLength(1);
    expect(await fixture.jobs('hit_caution')).toMatchObject([{ status: 'refused' }]);
  });
});
