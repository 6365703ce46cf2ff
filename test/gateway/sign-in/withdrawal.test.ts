/** What may stop a node, and what must not. */
import { expect, test } from '@jest/globals';
import type { Request, Response } from 'express';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { json } from '../../../gateway/http/routes/route.ts';
import { anyObject } from '../../../gateway/http/schemas/shapes.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import { withdrawal } from '../../../gateway/sign-in/withdrawal.ts';
import { createSharingFixture } from '../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';

test('a token that cannot be verified, since its issuer publishes no keys, stops no node', async () => {
  const fixture = await createSharingFixture();
  const inFlight = new InFlight(standingLease());
  const signInAhead = () => Promise.reject(new GatewayError('unavailable', 'the keys cannot be had'));
  const { handle } = withdrawal(
    {
      ...{ method: 'post', path: '/v1/sharing/halt', id: 'halt', summary: 'Stop.' },
      ...{ action: 'halt', answers: { 200: json('Stopped.', anyObject) } },
    },
    async () => ({}),
    async () => true,
  );
  const { pool } = fixture;
  const sides = { pool, draining: pool, signInAhead, signIn: signInAhead, secondFactor: 'on' as const };
  const answer = handle({} as Request, {} as Response, { pool, inFlight, lowering: sides });
  await expect(answer).rejects.toThrow('keys');
  expect(() => inFlight.enter(fixture.agencyId).leave()).not.toThrow();
  await fixture.close();
});
