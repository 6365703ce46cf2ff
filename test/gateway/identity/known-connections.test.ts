/** After which requests a connection counts as that of somebody who has signed in. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import express, { type ErrorRequestHandler } from 'express';
import { MemoryStore } from 'express-rate-limit';
import { isStranger } from '../../../gateway/http/connections.ts';
import { limitRate } from '../../../gateway/http/limits/limit-rate.ts';
import { createIdentity } from '../../../gateway/identity/create-identity.ts';
import { type Listening, listen } from '../../../gateway/node/listen.ts';
import { InFlight } from '../../../gateway/release/lease/in-flight.ts';
import { createSignIn, createSignInAhead } from '../../../gateway/sign-in/sign-in.ts';
import { standingLease } from '../../setup/database/standing-lease.ts';
import { both, makeProof, makeToken } from './bent/bent-request.ts';
import { useKit } from './use-kit.ts';

const PER_MINUTE = 3;
const kit = useKit();
let listening: Listening;
/** Of each request, in order: whether nobody had signed in on its connection once it was answered. */
let strangers: boolean[];

beforeEach(async () => {
  strangers = [];
  const { pool } = kit.fixture;
  const identity = await createIdentity({
    ...{ pool, resource: kit.fixture.node.url, certificateHeader: null, isTrustedProxy: () => false },
    ...{ longestLife: 3_600, nonceKey: Buffer.alloc(32, 1), now: Date.now },
    onKeysMissing: () => undefined,
  });
  const ahead = createSignInAhead(pool, { identity }, limitRate(PER_MINUTE, new MemoryStore()));
  const signIn = createSignIn(ahead, new InFlight(standingLease()));
  const app = express();
  app.post('/v1/queries', async (request, response) => {
    response.once('finish', () => strangers.push(isStranger(request.socket)));
    await signIn(request, 'alpr.query');
    response.end();
  });
  const tellStatus: ErrorRequestHandler = ({ status }, _request, response, _next) => {
    response.status(status).end();
  };
  app.use(tellStatus);
  listening = await listen('127.0.0.1', 0);
  listening.answerWith(app);
});
afterEach(() => listening.close(0));

/** On a connection of its own. */
async function ask(token: string, proof: string): Promise<number> {
  const headers: [string, string][] = [...both(token, proof), ['Connection', 'close']].map(
    ([name = '', value = '']) => [name, value],
  );
  const url = `http://127.0.0.1:${listening.port}/v1/queries`;
  return (await fetch(url, { method: 'POST', headers })).status;
}

test('a proof that is repeated makes only its first connection known', async () => {
  const token = makeToken(kit, {}, kit);
  const proof = makeProof(kit, token, {});
  expect([await ask(token, proof), await ask(token, proof)]).toEqual([200, 401]);
  expect(strangers).toEqual([false, true]);
});

test('anyone who has asked too much makes no further connection known', async () => {
  const token = makeToken(kit, {}, kit);
  const statuses: number[] = [];
  for (let i = 0; i <= PER_MINUTE; i += 1) statuses.push(await ask(token, makeProof(kit, token, {})));
  expect(statuses).toEqual([200, 200, 200, 429]);
  expect(strangers).toEqual([false, false, false, true]);
});
