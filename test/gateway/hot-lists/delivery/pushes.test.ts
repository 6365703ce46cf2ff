import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { addPush } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { type Jobs, startJobs } from '../lists/jobs-fixture.ts';

let fixture: Jobs;

beforeAll(async () => {
  fixture = await startJobs();
});
beforeEach(() => fixture.reset());
afterAll(() => fixture.close());

describe('pushed lists', () => {
  test('a partner gets every entry once, in batches that are each a release, then only what changed', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => `ZZQ${1000 + i},Stolen Vehicle`);
    const id = await fixture.exchange.list('pushed', rows, 'stolen_vehicle');
    await addPush(fixture.exchange.ownerPool, id, fixture.exchange.agencyId);
    fixture.partner.statuses.push(204, 500);
    await fixture.runAll();
    const got = fixture.partner.received.flatMap(({ body }) =>
      body.data.entries.map(({ plate }: { plate: string }) => plate),
    );
    expect(fixture.partner.received).toHaveLength(3);
    expect(got).toHaveLength(450);
    expect(new Set(got).size).toBe(450);
    fixture.partner.received.length = 0;
    await fixture.exchange.list('pushed', [...rows.slice(1), 'ZZQ9,Stolen Vehicle'], 'stolen_vehicle');
    await fixture.runAll();
    expect(
      fixture.partner.received
        .flatMap(({ body }) => body.data.entries.map(({ op }: { op: string }) => op))
        .sort(),
    ).toEqual(['add', 'remove']);
  });

  test('a revoke in the middle of a push: not one entry after it has returned', async () => {
    const rows = Array.from({ length: 450 }, (_, i) => `ZZK${1000 + i},Stolen Vehicle`);
    const id = await fixture.exchange.list('cut', rows, 'stolen_vehicle');
    await addPush(fixture.exchange.ownerPool, id, fixture.exchange.agencyId);
    await fixture.enter('ZZN6');
    let after = Number.NaN;
    fixture.partner.onDelivery = async () => {
      fixture.partner.onDelivery = null;
      await fixture.exchange.revoke();
      after = fixture.partner.received.length;
    };
    await fixture.runAll();
    await fixture.exchange.see('ZZN6');
    await fixture.runAll();
    // What the endpoint had read when the revoke came is the only thing it may have.
    expect(fixture.partner.received.length).toBeLessThanOrEqual(after + 1);
    const log = await fixture.exchange.entries();
    const mark = log.findLastIndex(({ kind }) => kind === 'revoked');
    const later = log
      .slice(mark)
      .filter(({ kind, effect }) => /sync|notice/.test(kind) && effect === 'permit');
    expect(later).toEqual([]);
    expect((await fixture.jobs()).map(({ status }) => status)).toContain('refused');
  });
});
