/** An endpoint that takes no deliveries: told when that begins and when it ends, and shown to who can mend it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describeDelivery } from '../../../../gateway/hot-lists/delivery/describe-delivery.ts';
import { presentStanding } from '../../../../gateway/hot-lists/delivery/endpoint-routes.ts';
import { findEndpoints } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { notifyHit } from '../../../../gateway/hot-lists/hits/notify-hit.ts';
import { explainFaultCode } from '../../../../gateway/hot-lists/lists/explain-fault-code.ts';
import { findDue } from '../../../../gateway/jobs/outbox-store.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { putApprovedEndpoint } from '../lists/approved-endpoint.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';

let fixture: Jobs;
const lines: [fields: object, message: string][] = [];
const log = {
  warn: (fields: object, message: string) => void lines.push([fields, message]),
  error: (fields: object, message: string) => void lines.push([fields, message]),
};

beforeAll(async () => {
  fixture = await startJobs();
});
beforeEach(async () => {
  await fixture.reset();
  lines.length = 0;
});
afterAll(() => fixture.close());

/** Every delivery that waits, once. */
async function tryAll(): Promise<void> {
  const { deps, exchange, run } = fixture;
  await exchange.pool.query(`UPDATE outbox SET run_at = clock_timestamp() WHERE status = 'waiting'`);
  const work = {
    ...run.work,
    hit_notice: (job: Parameters<typeof notifyHit>[0]) => notifyHit(job, { ...deps, log }),
  };
  for (const { id } of await findDue(exchange.pool, 10)) await runJob(id, { ...run, work, log });
}

async function shown() {
  const [endpoint] = await findEndpoints(fixture.exchange.pool, fixture.exchange.agencyId);
  return presentStanding(endpoint as NonNullable<typeof endpoint>).delivery as Parameters<
    typeof describeDelivery
  >[0];
}

describe('an endpoint that takes no deliveries', () => {
  test('is told of once when that begins and once when it ends, however often and with how much it is tried', async () => {
    for (const plate of ['ZZF1', 'ZZF2']) {
      await fixture.enter(plate);
      await fixture.exchange.see(plate);
    }
    fixture.partner.statuses.push(...Array(6).fill(503));
    for (let tries = 0; tries < 3; tries += 1) await tryAll();
    expect(lines).toEqual([
      [
        { agency: 'CO0010000', fault: 'endpoint_answered_503' },
        expect.stringMatching(/takes no deliveries.*told once, see `hot-list endpoint list`$/),
      ],
    ]);
    await tryAll();
    expect(lines.slice(1)).toEqual([[{ agency: 'CO0010000' }, 'an endpoint takes deliveries again']]);
    expect(fixture.partner.received).toHaveLength(2);
  });

  test('shows since when and why, when it was last tried and when it is tried next, until it takes one', async () => {
    await fixture.enter('ZZF3');
    await fixture.exchange.see('ZZF3');
    fixture.partner.statuses.push(500);
    const before = await shown();
    expect(describeDelivery(before, Date.now())).toMatch(/^takes them, last 20.*; 1 waiting$/);
    await tryAll();
    const failing = await shown();
    expect(failing).toMatchObject({
      fault: 'endpoint_answered_500',
      waiting: 1,
      givenUp: 0,
      takenAt: before.takenAt,
    });
    expect(Date.parse(String(failing.nextAt))).toBeGreaterThan(Date.parse(String(failing.triedAt)));
    expect(describeDelivery(failing, Date.parse(String(failing.triedAt)))).toMatch(
      /^fails since 20\d\d-.*: endpoint_answered_500; last tried 20.*; 1 waiting, the next 20/,
    );
    expect(explainFaultCode('endpoint_answered_500')).toMatch(/^the partner's endpoint answered 500/);
    await tryAll();
    expect(await shown()).toMatchObject({ fault: null, failingSince: null, waiting: 0, nextAt: null });
  });

  test('that is set again has nothing of the one before it', async () => {
    await fixture.enter('ZZF4');
    await fixture.exchange.see('ZZF4');
    fixture.partner.statuses.push(500);
    await tryAll();
    await putApprovedEndpoint(
      fixture.exchange.ownerPool,
      fixture.exchange.agencyId,
      `${fixture.partner.url}/new`,
    );
    expect(await shown()).toMatchObject({ fault: null, failingSince: null, triedAt: null, takenAt: null });
  });
});
