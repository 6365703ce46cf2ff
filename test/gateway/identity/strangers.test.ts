/** What strangers can make the gateway do: no signature of theirs is verified, but of so many tokens a second. */
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { IdentityOptions } from '../../../gateway/identity/create-identity.ts';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';
import { type Members, makeJws, publicPart, seconds, thumbprintOf } from '../../setup/mint.ts';
import { type Bend, both, makeProof, makeToken } from './bent/bent-request.ts';
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
/** Ms by which the server's clock is ahead of the machine's. */
let ahead: number;

beforeEach(() => start());
afterEach(() => node.stop());

async function start(options: Partial<IdentityOptions> = {}): Promise<void> {
  ahead = 0;
  node = await startResourceServer(kit.fixture.pool, await listenAnywhere(), {
    resource: kit.fixture.node.url,
    now: () => Date.now() + ahead,
    ...options,
  });
  verified = 0;
  const { verifySignature } = node.identity;
  Object.assign(node.identity, {
    verifySignature: (...given: Parameters<typeof verifySignature>) => {
      verified += 1;
      return verifySignature(...given);
    },
  });
}

async function restart(options: Partial<IdentityOptions>): Promise<void> {
  await node.stop();
  await start(options);
}

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
    ['what is not a token', () => 'abc', { key: rsa }],
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
    ['a client that is not registered', { sub: 'nobody', client_id: 'nobody' }],
  ])('in the name of %s refuse that client nothing, not even a new token', async (_, claims) => {
    const known = own();
    expect((await ask(known)).status).toBe(200);
    expect(new Set(await forge(250, claims))).toEqual(new Set([401]));
    expect((await ask(own())).status).toBe(200);
    expect((await ask(known)).status).toBe(200);
  });

  test('are not those that come together with one new token, however many', async () => {
    const token = own();
    const answers = await Promise.all(Array.from({ length: 300 }, () => ask(token)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('are not counted among the new tokens that were good', async () => {
    await restart({ newTokensPerMinute: 2 });
    expect(new Set(await forge(5))).toEqual(new Set([401]));
    const [first, second] = [own(), own()];
    expect([(await ask(first)).status, (await ask(second)).status]).toEqual([200, 200]);
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

describe('new tokens that are good', () => {
  test('are refused before anything is verified after so many in a minute; known ones are not', async () => {
    await restart({ newTokensPerMinute: 3 });
    const tokens = [own(), own(), own()];
    for (const token of tokens) expect((await ask(token)).status).toBe(200);
    const answer = await ask(own());
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(50);
    expect(verified).toBe(3);
    for (const token of tokens) expect((await ask(token)).status).toBe(200);
    // Another client's are not counted with them.
    expect((await ask(own({ claims: { sub: 'leaving', client_id: 'leaving' } }))).status).toBe(200);
    ahead = 60_000;
    expect((await ask(own(), { claims: { iat: (Date.now() + ahead) / 1000 } })).status).toBe(200);
  });

  test('that come together, each with many requests, are one each', async () => {
    await restart({ newTokensPerMinute: 2 });
    const [one, two] = [own(), own()];
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(i % 2 === 0 ? one : two)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await ask(own())).status).toBe(429);
  });
});
