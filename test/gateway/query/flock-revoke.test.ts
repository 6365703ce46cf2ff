/**
 * A revoke while the vendor is being asked: after it has returned nothing is asked and nothing released, until the next
 * approval. `FLOCK_REVOKES=10000 npm test -- test/gateway/query/flock-revoke.test.ts` does it as often.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { grantPartner } from '../log-identity/log-fixture.ts';
import { type FlockFixture, startFlockGateway } from './flock-fixture.ts';

const ATTEMPTS = Number(process.env.FLOCK_REVOKES ?? 12);
/** Queries under way at each. */
const AT_ONCE = 6;
/** Ms, about as long as a query takes: some are revoked before they are asked, some while, some after. */
const LONGEST = 30;
const PLATE = 'REV1000';

let gateway: FlockFixture;
/** In force. */
let grantId: string;
beforeAll(async () => {
  gateway = await startFlockGateway();
  grantId = gateway.grantId;
  gateway.simulator.addReads([{ plate: PLATE, capturedAt: new Date(Date.now() - 600_000) }]);
});
afterAll(() => gateway.close());

interface Attempt {
  readonly mark: number;
  readonly answers: readonly { readonly status: number; readonly reads: number; readonly index: number }[];
  /** Of a query begun after the return. */
  readonly later: number;
  /** Questions that came to the vendor after the return. */
  readonly askedLater: number;
}

async function attempt(): Promise<Attempt> {
  const { ask, node, simulator } = gateway;
  simulator.setDelay(Math.random() * LONGEST);
  const asked = Array.from({ length: AT_ONCE }, () => ask(PLATE));
  const admin = await node.as('admin-1');
  await pause(Math.random() * LONGEST);
  const revoked = await admin.call<{ index: number }>('POST', `/v1/grants/${grantId}/revoke`, {
    reason: 'a rehearsal',
  });
  const returned = Date.now();
  const answers = await Promise.all(asked);
  const later = await ask(PLATE);
  return {
    mark: revoked.index,
    answers: answers.map(({ body, status }) => ({
      ...{ status, reads: body.reads?.length ?? 0 },
      index: (body as { receipt?: { index: number } }).receipt?.index ?? 0,
    })),
    later: later.status,
    askedLater: simulator.questions().filter(({ at }) => at.getTime() > returned + 1).length,
  };
}

test(
  'nothing is asked and nothing is released after it has returned',
  async () => {
    const outcomes = new Map<number, number>();
    let laterRefused = 0;
    for (let i = 0; i < ATTEMPTS; i += 1) {
      const { answers, askedLater, later, mark } = await attempt();
      for (const { index, reads, status } of answers) {
        outcomes.set(status, (outcomes.get(status) ?? 0) + 1);
        expect([200, 403, 503]).toContain(status);
        if (reads > 0) expect(index).toBeLessThan(mark);
        else expect(status).not.toBe(200);
      }
      // A machine that stands still for a moment answers 503: nothing leaves then either.
      expect([403, 503]).toContain(later);
      expect(askedLater).toBe(0);
      laterRefused += later === 403 ? 1 : 0;
      grantId = await grantPartner(gateway.node);
    }
    expect(laterRefused).toBeGreaterThan(0.9 * ATTEMPTS);
    // It was not too early or too late each time.
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining([200, 403]));
    let isRevoked = false;
    for (const { kind } of await gateway.entries()) {
      if (kind === 'revoked') isRevoked = true;
      else if (kind === 'grant_approved') isRevoked = false;
      else if (isRevoked) expect(['release', 'source_asked']).not.toContain(kind);
    }
  },
  60_000 + ATTEMPTS * 1_000,
);

test('a question that the vendor does not answer is cut, and the officer is told why', async () => {
  const { simulator } = gateway;
  simulator.setDelay(0);
  simulator.misbehave({ fault: 'silent' });
  const asked = gateway.ask(PLATE);
  const before = simulator.questions().length;
  while (simulator.questions().length === before) await pause(5);
  const admin = await gateway.node.as('admin-1');
  const began = performance.now();
  await admin.call('POST', `/v1/grants/${grantId}/revoke`, { reason: 'a rehearsal' });
  const { body, status } = await asked;
  // Long before the gateway would have given up by itself.
  expect(performance.now() - began).toBeLessThan(2_000);
  expect([status, body.reasons?.[0]?.code]).toEqual([403, 'grant_revoked']);
  const kinds = (await gateway.entries()).slice(-4).map(({ asker, kind }) => asker.fault ?? kind);
  expect(kinds).toEqual(expect.arrayContaining(['question_cut', 'refusal']));
});
