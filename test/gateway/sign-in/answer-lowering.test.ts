/** What may stop a node, and what must not. */
import { expect, test } from '@jest/globals';
import type { Request, Response } from 'express';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import { answerLowering } from '../../../gateway/sign-in/answer-lowering.ts';
import { createSharingFixture } from '../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';

test('a token that cannot be verified, since its issuer publishes no keys, stops no node', async () => {
  const fixture = await createSharingFixture();
  const inFlight = new InFlight(standingLease());
  const signInAhead = () => Promise.reject(new GatewayError('unavailable', 'the keys cannot be had'));
  const request = { get: () => undefined } as unknown as Request;
  const deps = { pool: fixture.pool, inFlight, signInAhead, secondFactor: 'on' as const };
  const answer = answerLowering(deps, request, {} as Response, {
    action: 'revoke',
    lower: async () => ({ status: 200, body: {} }),
    stands: async () => true,
  });
  await expect(answer).rejects.toThrow('keys');
  expect(() => inFlight.enter(fixture.agencyId).leave()).not.toThrow();
  await fixture.close();
});
