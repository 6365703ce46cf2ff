/** A refused sign-in has its cause in the access log: a code for the operator, who sees nothing there of what was sent. */
import { describe, expect, test } from '@jest/globals';
import { WHY_REFUSED } from '../../../gateway/http/why-refused.ts';
import { eventually } from '../../setup/eventually.ts';
import { seconds, thumbprintOf } from '../../setup/mint.ts';
import { CREDENTIALS } from '../identity/bent/bent-credentials.ts';
import { FOREIGN, PROOFS, UNFIT } from '../identity/bent/bent-proofs.ts';
import { REGISTRATIONS, SCOPES } from '../identity/bent/bent-registrations.ts';
import { type BentRequest, both, makeProof, makeToken, sendBent } from '../identity/bent/bent-request.ts';
import { TOKENS } from '../identity/bent/bent-tokens.ts';
import { AURORA, OWNER } from '../identity/cast.ts';
import { useKit } from '../identity/use-kit.ts';

const kit = useKit();
const now = seconds();
const alice = { sub: 'alice', client_id: 'console', ori: OWNER, auth_time: now - 60, amr: ['pwd', 'otp'] };

/** What the access log has of a request; its line is written once the connection has let go of the answer. */
async function lineOf(send: () => Promise<unknown>): Promise<Readonly<Record<string, unknown>>> {
  const { accessLog } = kit.fixture.node;
  const before = accessLog.length;
  await send();
  await eventually(() => accessLog.length > before);
  return accessLog.at(-1) as Readonly<Record<string, unknown>>;
}

const whyOf = async (bent: BentRequest) => (await lineOf(() => sendBent(kit, bent))).why;

describe('the line of a refused request', () => {
  test.each<[keyof typeof WHY_REFUSED, BentRequest]>([
    ['token_missing', { send: () => [] }],
    ['header_malformed', { send: () => [['Authorization', 'Basic x']] }],
    ['proof_missing', { send: (token) => [['Authorization', `DPoP ${token}`]] }],
    ['token_malformed', { token: { text: () => 'abc' } }],
    ['token_expired', { token: { claims: { exp: now - 1 } } }],
    ['token_lives_long', { token: { claims: { exp: now + 7_200 } } }],
    ['token_too_early', { token: { claims: { iat: now + 300 } } }],
    ['token_audience', { token: { claims: { aud: 'https://other.invalid' } } }],
    ['token_unbound', { token: { claims: { cnf: undefined } } }],
    ['token_other_key', { token: ({ foreign }) => ({ claims: { cnf: { jkt: thumbprintOf(foreign) } } }) }],
    ['token_signature', { token: ({ foreign }) => ({ key: foreign }) }],
    ['issuer_unknown', { token: { claims: { iss: 'https://issuer.invalid' } } }],
    ['issuer_key_unknown', { token: { header: { kid: 'unknown' } } }],
    ['client_unknown', { token: { claims: { sub: 'nobody', client_id: 'nobody' } } }],
    ['client_other_agency', { token: { claims: { ori: AURORA } } }],
    ['system_with_sign_in', { token: { claims: { amr: ['mfa'] } } }],
    ['person_unknown', { token: { claims: { ...alice, sub: 'mallory' } } }],
    ['person_other_agency', { token: { claims: { ...alice, sub: 'deputy' } } }],
    ['client_other_person', { token: { claims: { ...alice, sub: 'bob', client_id: 'alice-cli' } } }],
    ['proof_method', { proof: { claims: { htm: 'GET' } } }],
    ['proof_url', { proof: { claims: { htu: 'https://other.invalid/v1/queries' } } }],
    ['proof_other_token', { proof: { claims: { ath: 'x' } } }],
    ['proof_clock', { proof: { claims: { iat: now - 300 } } }],
    ['proof_malformed', { proof: { header: { typ: 'JWT' } } }],
    ['proof_nonce', { proof: { claims: { nonce: 'made-up' } } }],
  ])('says `%s`', async (why, bent) => {
    expect(await whyOf(bent)).toBe(why);
  });

  test('says that a proof came a second time', async () => {
    const token = makeToken(kit, {}, kit);
    const proof = makeProof(kit, token, {});
    const ask = () => kit.fixture.node.ask('POST', '/v1/queries', both(token, proof));
    expect(await lineOf(ask)).not.toHaveProperty('why');
    expect(await lineOf(ask)).toMatchObject({ status: 401, why: 'proof_replayed' });
  });

  test('has a code of the list in every case that there is, and nothing that was sent', async () => {
    const cases = [CREDENTIALS, TOKENS, REGISTRATIONS, SCOPES, PROOFS, FOREIGN, UNFIT].flat();
    for (const each of cases) {
      const line = await lineOf(() => sendBent(kit, each));
      expect([each.name, Object.keys(WHY_REFUSED)]).toEqual([each.name, expect.arrayContaining([line.why])]);
      expect(Object.keys(line).sort()).toEqual(['id', 'method', 'ms', 'route', 'status', 'why']);
    }
  });
});

test('an accepted request has no such code', async () => {
  const line = await lineOf(() => sendBent(kit, {}));
  expect(line).toMatchObject({ status: 200 });
  expect(line).not.toHaveProperty('why');
});
