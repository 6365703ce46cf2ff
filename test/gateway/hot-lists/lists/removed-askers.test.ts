/** A standing query ends with who entered it: the client, its issuer, the person. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { notifyHit } from '../../../../gateway/hot-lists/hits/notify-hit.ts';
import { claimJob } from '../../../../gateway/jobs/outbox-store.ts';
import { standingQuery } from './exchange-fixture.ts';
import { type Jobs, startJobs } from './jobs-fixture.ts';
import { PARTNER_PEOPLE } from './sign-in-as.ts';

let fixture: Jobs;

beforeEach(async () => {
  fixture = await startJobs();
  await fixture.exchange.ownerPool.query('UPDATE agency SET roster = 10');
  const { onBehalfOf: _, ...own } = standingQuery({ plate: { number: 'ZZA1' } });
  expect((await fixture.exchange.call('alice', 'POST', '/v1/hot-lists/own/entries', own)).status).toBe(201);
  expect((await fixture.enter('ZZS1')).status).toBe(201);
});
afterEach(() => fixture.close());

type Told = { reads: { plate: string }[] };
const platesOf = (told: readonly Told[]) =>
  told.flatMap(({ reads }) => reads.map(({ plate }) => plate)).sort();
const fetched = async (who: 'partner' | 'bob') =>
  platesOf((await fixture.exchange.call(who, 'GET', '/v1/hits')).body.hits);
const delivered = () => platesOf(fixture.partner.received.map(({ body }) => (body as { data: Told }).data));

const REMOVALS = {
  person: [`UPDATE person SET status = 'removed' WHERE id = '${PARTNER_PEOPLE.alice}'`, ['ZZS1']],
  'person’s client': [
    `UPDATE client_registration SET status = 'removed' WHERE client_id = 'adams-console'`,
    ['ZZS1'],
  ],
  system: [`UPDATE client_registration SET status = 'removed' WHERE client_id = 'adams'`, ['ZZA1']],
  issuer: [`UPDATE identity_issuer SET status = 'removed'`, []],
} as const;

test.each(Object.entries(REMOVALS))(
  'with the removal of the %s nobody is told of it any more, the others are',
  async (_who, [removal, left]) => {
    await fixture.exchange.see('ZZA1', 'ZZS1');
    expect(await fetched('partner')).toEqual(['ZZA1', 'ZZS1']);
    await fixture.exchange.ownerPool.query(removal);
    await fixture.exchange.see('ZZA1', 'ZZS1');
    await fixture.runAll();
    expect(delivered()).toEqual([...left, ...left].sort());
    expect(await fetched('partner')).toEqual([...left, ...left].sort());
  },
);

test('a removal between the look at a hit and its commit is found by the commit, and the job looks again', async () => {
  await fixture.exchange.see('ZZA1');
  const job = await claimJob(fixture.exchange.pool, await fixture.firstDue(), fixture.run.worker, 60_000);
  const commit: typeof fixture.deps.commit = async (pending) => {
    await fixture.exchange.ownerPool.query(REMOVALS.person[0]);
    return fixture.deps.commit(pending);
  };
  await expect(notifyHit(job as NonNullable<typeof job>, { ...fixture.deps, commit })).rejects.toThrow(
    'changed',
  );
  expect(delivered()).toEqual([]);
});
