/** What strangers can make the gateway do: no signature of theirs is verified, but of so many tokens a minute. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { generateKeyPair } from '../../../gateway/identity/generate-key-pair.ts';
import { type Members, makeJws, publicPart, seconds, thumbprintOf } from '../../setup/mint.ts';
import { type Bend, both, makeProof, makeToken } from './bent-request.ts';
import { listenAnywhere, type ResourceServer, startResourceServer } from './resource-server.ts';
import { useKit } from './use-kit.ts';

const kit = useKit();
const stranger = { ...generateKeyPair().privateJwk };
const rsa = generateKeyPairSync('rsa', { modulusLength: 4096 }).privateKey.export({
  format: 'jwk',
}) as Members;

let node: ResourceServer;
/** Signatures of proofs that were verified. */
let verified: number;
let now: number;

beforeEach(async () => {
  now = Date.now();
  node = await startResourceServer(kit.fixture.pool, await listenAnywhere(), {
    resource: kit.fixture.node.url,
    now: () => now,
  });
  verified = 0;
  const { verifySignature } = node.identity;
  Object.assign(node.identity, {
    verifySignature: (...given: Parameters<typeof verifySignature>) => {
      verified += 1;
      return verifySignature(...given);
    },
  });
});
afterEach(() => node.stop());

const ask = (token: string, proof: Bend = {}) =>
  node.ask('POST', '/v1/queries', both(token, makeProof(kit, token, proof)));
const own = (bend: Bend = {}) => makeToken(kit, bend, kit);
/** As good as a stranger can make it: everything is public but the issuer's key. */
const forged = (claims: Members = {}) =>
  own({ key: stranger, claims: { cnf: { jkt: thumbprintOf(rsa) }, ...claims } });

describe('the signature of a proof', () => {
  test('is verified where the token is good and bound to its key', async () => {
    expect((await ask(own())).status).toBe(200);
    expect(verified).toBe(1);
  });

  const elsewhere = () =>
    makeJws({ alg: 'ES256', typ: 'at+jwt', kid: 'x' }, { iss: 'https://x.invalid' }, stranger);
  test.each<[string, () => string, Bend]>([
    ['what is no token', () => 'abc', { key: rsa }],
    ["a token of nobody's", elsewhere, { key: rsa }],
    ['a token that somebody else has signed', () => forged(), { key: rsa }],
    [
      'a token in the name of an unregistered client',
      () => forged({ sub: 'x', client_id: 'x' }),
      { key: rsa },
    ],
    ['a token that has expired', () => own({ claims: { exp: seconds() - 1 } }), {}],
    ['a token of an unknown key', () => own({ header: { kid: 'another' } }), {}],
    ["a stolen token, by a stranger's key", () => own(), { key: rsa }],
    ['a token of too narrow a scope', () => own({ claims: { scope: 'openid' } }), {}],
  ])('is not with %s', async (_, token, proof) => {
    for (let i = 0; i < 3; i += 1) expect([401, 403]).toContain((await ask(token(), proof)).status);
    expect(verified).toBe(0);
  });

  test("is not with a token known by its hash, by a stranger's key", async () => {
    const token = own();
    expect((await ask(token)).status).toBe(200);
    expect(await ask(token, { key: rsa, header: { jwk: publicPart(rsa) } })).toMatchObject({ status: 401 });
    expect(verified).toBe(1);
  });
});

describe('tokens that fail', () => {
  const forge = async (times: number, claims: Members = {}) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await ask(forged(claims), { key: rsa })).status);
    return statuses;
  };

  test.each([
    ['a registered client', {}],
    ['a client that is not registered, all the same', { sub: 'nobody', client_id: 'nobody' }],
  ])('in the name of %s are refused unseen after two hundred in a minute', async (_, claims) => {
    const statuses = await forge(203, claims);
    expect(statuses.slice(0, 200).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(200)).toEqual([429, 429, 429]);
    const answer = await ask(forged(claims), { key: rsa });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50);
    now += 60_000;
    expect((await ask(forged(claims), { key: rsa, claims: { iat: now / 1000 } })).status).toBe(401);
  });

  test("stop neither who is known at the same address, nor another client's new token", async () => {
    const known = own();
    expect((await ask(known)).status).toBe(200);
    await forge(201);
    expect((await ask(own())).status).toBe(429);
    expect((await ask(known)).status).toBe(200);
    expect((await ask(own({ claims: { sub: 'leaving', client_id: 'leaving' } }))).status).toBe(200);
  });

  test('are not those that come together with one new token, however many', async () => {
    const token = own();
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('are not those of a client whose registration changed meanwhile', async () => {
    const tokens = Array.from({ length: 250 }, () => own());
    for (const token of tokens) expect((await ask(token)).status).toBe(200);
    await kit.fixture.ownerPool.query(
      `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
       SELECT issuer_id, 'adams-2', agency_id, ori FROM client_registration WHERE client_id = 'adams'`,
    );
    await node.identity.registrations.reload();
    const answers = await Promise.all(tokens.map((token) => ask(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });
});
