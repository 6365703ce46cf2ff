/** What is refused, and with which challenge: tokens, proofs, registrations. Real HTTP, genuine signatures. */
import { describe, expect, test } from '@jest/globals';
import { publicPart } from '../../setup/mint.ts';
import { CREDENTIALS } from './bent/bent-credentials.ts';
import { FOREIGN, PROOFS, UNFIT } from './bent/bent-proofs.ts';
import { REGISTRATIONS, SCOPES } from './bent/bent-registrations.ts';
import { both, makeProof, makeToken, sendBent } from './bent/bent-request.ts';
import { TOKENS } from './bent/bent-tokens.ts';
import type { RefusedCase } from './refused-case.ts';
import { type Answer, listenAnywhere, startResourceServer } from './resource-server.ts';
import { useKit } from './use-kit.ts';

const kit = useKit();

/** Nothing that names an agency, an issuer, a client or a person may be in an answer. */
const TELLING = /C[O0]00\d{5}|adams|aurora|alice|bob|deputy|console|\bleft\b|issuer \S+:\/\/|"iss"|sub=/i;

function expectRefusal({ status, challenge, headers, text }: Answer, expected: RefusedCase): void {
  const problem = JSON.parse(text) as { status: number; detail: string; type: string };
  expect({ status, detail: problem.detail }).toEqual({
    status: expected.status ?? 401,
    detail: expect.stringMatching(expected.says),
  });
  expect(challenge).toMatch(/^DPoP /);
  expect(challenge).toContain('algs="ES256 PS256"');
  if (expected.error === null) {
    expect(challenge).not.toContain('error');
    expect(challenge).toContain(
      `resource_metadata="${kit.fixture.node.url}/.well-known/oauth-protected-resource"`,
    );
  } else {
    expect(challenge).toContain(`error="${expected.error}"`);
    expect(challenge).toContain(`error_description="${problem.detail}"`);
  }
  // A nonce is offered exactly where one is asked for (RFC 9449 §9).
  expect(headers['dpop-nonce'] !== undefined).toBe(expected.error === 'use_dpop_nonce');
  expect(headers['content-type']).toMatch('application/problem+json');
  expect(headers['cache-control']).toBe('no-store');
  const telling = new RegExp(TELLING, 'i');
  expect(text.replaceAll(kit.fixture.node.url, '')).not.toMatch(telling);
  expect(challenge.replaceAll(kit.fixture.node.url, '')).not.toMatch(telling);
}

const named = (cases: readonly RefusedCase[]) => cases.map((each) => [each.name, each] as const);

test('the request that all others are bent from is accepted, so that each refusal has one cause', async () => {
  expect(await sendBent(kit, {})).toMatchObject({ status: 200 });
  expect(await sendBent(kit, {}, true)).toMatchObject({ status: 200 });
});

test('there are well over sixty cases', () => {
  const all = [CREDENTIALS, TOKENS, REGISTRATIONS, SCOPES, PROOFS, FOREIGN].flat();
  expect(all.length).toBeGreaterThan(140);
  expect(new Set(all.map(({ name }) => name)).size).toBeGreaterThan(120);
});

describe('credentials: refused', () => {
  test.each(named(CREDENTIALS))('%s', async (_, each) => expectRefusal(await sendBent(kit, each), each));
});

describe('an access token: refused', () => {
  test.each(named(TOKENS))('%s', async (_, each) => expectRefusal(await sendBent(kit, each), each));
});

describe('a token that is genuine, for whom it is not: refused, all in one sentence', () => {
  test.each(named(REGISTRATIONS))('%s', async (_, each) => expectRefusal(await sendBent(kit, each), each));
});

describe('scope: refused with 403', () => {
  test.each(named(SCOPES))('%s', async (_, each) => expectRefusal(await sendBent(kit, each), each));
});

describe('a proof with a token seen for the first time: refused', () => {
  test.each(named([...PROOFS, ...FOREIGN, ...UNFIT]))('%s', async (_, each) =>
    expectRefusal(await sendBent(kit, each), each),
  );
});

describe('a proof with a token known by its hash: refused just the same', () => {
  test.each(named([...PROOFS, ...FOREIGN]))('%s', async (_, each) =>
    expectRefusal(await sendBent(kit, each, true), each),
  );
});

test('a request target in absolute form, where no listener refuses it first, is refused for its URL', async () => {
  const token = makeToken(kit, {}, kit);
  const target = 'http://other.invalid/v1/queries';
  const { status, challenge } = await kit.fixture.node.ask(
    'POST',
    target,
    both(token, makeProof(kit, token, {})),
  );
  expect(status).toBe(401);
  expect(challenge).toContain('invalid_dpop_proof');
});

test('keys are remembered only of those whose token is bound to them, and only under short headers', async () => {
  const { knownProofKeys } = kit.fixture.node.identity;
  expect((await sendBent(kit, {})).status).toBe(200);
  const known = knownProofKeys.size;
  expect((await sendBent(kit, { proof: { key: kit.foreign } })).status).toBe(401);
  const padded = { header: { jwk: { ...publicPart(kit.own), kid: 'x'.repeat(2_500) } } };
  expect((await sendBent(kit, { proof: padded })).status).toBe(200);
  expect(knownProofKeys.size).toBe(known);
});

test('tokens that name unknown keys do not make the gateway ask an issuer again and again', async () => {
  const { node, partner, pool } = kit.fixture;
  // Its clock stands: after ten seconds it would rightly ask again.
  const at = Date.now();
  const still = await startResourceServer(pool, await listenAnywhere(), {
    resource: node.url,
    now: () => at,
  });
  const ofPartner = { header: { kid: 'unknown' }, claims: { iss: partner.issuer } };
  const ask = () => {
    const token = makeToken(kit, ofPartner, kit);
    return still.ask('POST', '/v1/queries', both(token, makeProof(kit, token, {})));
  };
  try {
    const before = partner.asked;
    for (let round = 0; round < 6; round += 1) expect((await ask()).status).toBe(401);
    expect(partner.asked).toBe(before + 1);
  } finally {
    await still.stop();
  }
});
