/** A kept release leaves as any release does: not below its bar, and not by a node that has stopped. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import express from 'express';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import type { KeptRelease } from '../../../gateway/query/kept-answer.ts';
import { sendKeptRelease } from '../../../gateway/query/send-kept.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';
import { type Served, serveOnLoopback } from '../../setup/serve-on-loopback.ts';

const AGENCY = 7;
const KEPT: KeptRelease = {
  kind: 'released',
  ...{ identities: 1, grantId: null, epoch: 5, text: '{"reads":[]}', next: null, keyThumbprint: 'test' },
};

let served: Served;
let inFlight: InFlight;
/** What happens after the answer was judged again. */
let meanwhile: () => void;

beforeEach(async () => {
  inFlight = new InFlight(standingLease());
  meanwhile = () => undefined;
  const app = express().get('/', async (_, response) => {
    const inFlightResponse = inFlight.enter(AGENCY);
    try {
      await sendKeptRelease(KEPT, true, { agencyId: AGENCY, inFlightResponse }, response, {
        envelop: async (text) => {
          meanwhile();
          return { body: Buffer.from(text), headers: { 'Content-Type': 'application/json' } };
        },
      });
    } catch (error) {
      response.status(error instanceof GatewayError ? error.status : 500).end();
    } finally {
      inFlightResponse.leave();
    }
  });
  served = await serveOnLoopback(app);
});
afterEach(() => served.close());

async function ask() {
  const response = await fetch(served.url);
  return [response.status, response.headers.get('Idempotency-Replayed'), await response.text()];
}

test('a kept release is sent, and said to be repeated', async () => {
  expect(await ask()).toEqual([200, 'true', '{"reads":[]}']);
});

test.each<[string, () => unknown]>([
  ['the agency was revoked', () => inFlight.setFence(AGENCY, 6)],
  ['all sharing was halted', () => inFlight.setFence(null, 6)],
  ['the node lost its lease', () => inFlight.stop()],
])('a kept release is not sent where %s after it was judged again', async (_what, lower) => {
  meanwhile = () => void lower();
  expect(await ask()).toEqual([503, null, '']);
});
