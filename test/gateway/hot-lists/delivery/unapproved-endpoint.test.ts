/** While an endpoint waits for its approval nothing is sent, neither there nor to the place before it. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  addPush,
  setEndpoint,
  setEndpointApproved,
} from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { notifyHit } from '../../../../gateway/hot-lists/hits/notify-hit.ts';
import { runJob } from '../../../../gateway/jobs/run-job.ts';
import { putApprovedEndpoint } from '../lists/approved-endpoint.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';
import { type PartnerServer, SALT, startPartner } from '../lists/partner-server.ts';

let fixture: Jobs;
let elsewhere: PartnerServer;

beforeAll(async () => {
  fixture = await startJobs();
  elsewhere = await startPartner();
  elsewhere.secret = fixture.partner.secret;
});
beforeEach(async () => {
  await fixture.reset();
  await putApprovedEndpoint(fixture.exchange.ownerPool, fixture.exchange.agencyId, fixture.partner.url);
  begun = [fixture.partner.begun.length, elsewhere.begun.length];
});
afterAll(async () => {
  elsewhere.close();
  await fixture.close();
});

let begun: number[];

const propose = () => {
  const { administrators, agencyId, ownerPool } = fixture.exchange;
  return setEndpoint(ownerPool, { agencyId, url: elsewhere.url, salt: SALT, setBy: administrators[0] });
};
const approve = () => {
  const { administrators, agencyId, ownerPool } = fixture.exchange;
  const [setBy, approver] = administrators;
  return setEndpointApproved(ownerPool, { agencyId, url: elsewhere.url, setBy }, approver);
};
/** How many deliveries began at the old place and at the new one. */
const deliveries = () =>
  [fixture.partner.begun.length, elsewhere.begun.length].map((n, i) => n - (begun[i] ?? 0));

test('a hit found meanwhile makes no job, as without an endpoint, and can be asked for; a later one is told', async () => {
  await fixture.enter('ZZN1');
  await propose();
  await fixture.exchange.see('ZZN1');
  await fixture.runAll();
  expect(await fixture.jobs()).toEqual([]);
  const { body } = await fixture.exchange.call('partner', 'GET', '/v1/hits');
  expect(body.hits).toHaveLength(1);
  await approve();
  await fixture.runAll();
  expect(deliveries()).toEqual([0, 0]);
  await fixture.exchange.see('ZZN1');
  await fixture.runAll();
  expect(deliveries()).toEqual([0, 1]);
});

test('a notice that waits when the endpoint moves is refused, and not committed', async () => {
  await fixture.enter('ZZN2');
  await fixture.exchange.see('ZZN2');
  const before = (await fixture.exchange.entries()).length;
  await propose();
  await fixture.runAll();
  expect(await fixture.jobs()).toMatchObject([{ kind: 'hit_notice', status: 'refused', attempts: 1 }]);
  expect((await fixture.exchange.entries()).length).toBe(before);
  expect(deliveries()).toEqual([0, 0]);
});

test('a notice that is being decided when the endpoint moves goes to neither place', async () => {
  await fixture.enter('ZZN3');
  await fixture.exchange.see('ZZN3');
  const commit: typeof fixture.deps.commit = async (pending) => {
    const outcome = await fixture.deps.commit(pending);
    await propose();
    return outcome;
  };
  const moved = (job: Parameters<typeof notifyHit>[0]) => notifyHit(job, { ...fixture.deps, commit });
  await runJob(await fixture.firstDue(), {
    ...fixture.run,
    work: { ...fixture.run.work, hit_notice: moved },
  });
  expect(await fixture.jobs()).toMatchObject([{ kind: 'hit_notice', status: 'refused' }]);
  expect(deliveries()).toEqual([0, 0]);
});

test('a push waits, and goes on where it was once the endpoint is approved, one that was refused meanwhile too', async () => {
  const { agencyId, list, ownerPool } = fixture.exchange;
  const id = await list('pushed', ['ZZQ1,Stolen Vehicle'], 'stolen_vehicle');
  await addPush(ownerPool, id, agencyId);
  await fixture.runAll();
  expect(deliveries()).toEqual([1, 0]);
  await list('pushed', ['ZZQ1,Stolen Vehicle', 'ZZQ2,Stolen Vehicle'], 'stolen_vehicle');
  await propose();
  await fixture.runAll();
  expect((await fixture.jobs()).map(({ status }) => status)).toEqual(['done']);
  // As one that was made a moment before the endpoint moved.
  await ownerPool.query(
    `INSERT INTO outbox (kind, target, agency_id) SELECT 'list_push', id, agency_id FROM list_push`,
  );
  await fixture.runAll();
  expect((await fixture.jobs()).map(({ status }) => status)).toEqual(['done', 'refused']);
  expect(deliveries()).toEqual([1, 0]);
  await approve();
  await fixture.runAll();
  expect(deliveries()).toEqual([1, 1]);
  expect(elsewhere.received.at(-1)?.body.data.entries).toMatchObject([{ op: 'add', plate: 'ZZQ2' }]);
});
