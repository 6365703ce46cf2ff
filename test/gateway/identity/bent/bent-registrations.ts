/** Genuine tokens of whom they should not be, one line each: who is registered is nobody's business. */

import { type Members, seconds } from '../../../setup/mint.ts';
import { ADAMS, AURORA, OWNER } from '../cast.ts';
import { claims, type RefusedCase, SAME, token } from '../refused-case.ts';

const now = seconds();
const alice = { sub: 'alice', client_id: 'console', ori: OWNER, auth_time: now - 60, amr: ['pwd', 'otp'] };
const ofPartner = (name: string, members: Members) =>
  token(
    name,
    ({ fixture }) => ({
      header: { kid: fixture.partnerKey.kid },
      claims: { iss: fixture.partner.issuer, ...members },
      key: fixture.partnerKey,
    }),
    SAME,
  );
export const REGISTRATIONS: readonly RefusedCase[] = [
  claims('a client that is not registered', { sub: 'nobody', client_id: 'nobody' }, SAME),
  claims('a client that was removed', { sub: 'left', client_id: 'left' }, SAME),
  ofPartner("a client of another issuer's", { sub: 'adams', client_id: 'adams', ori: ADAMS }),
  claims("another agency's ORI on a client of one's own", { ori: AURORA }, SAME),
  claims("the owner's ORI on a partner's client", { ori: OWNER }, SAME),
  claims('no ORI', { ori: undefined }, SAME),
  claims('an ORI in lower case', { ori: ADAMS.toLowerCase() }, SAME),
  claims('a list of ORIs', { ori: [ADAMS] }, SAME),
  claims("another agency's client under one's own ORI", { sub: 'aurora', client_id: 'aurora' }, SAME),
  claims('a person who is not registered', { ...alice, sub: 'mallory' }, SAME),
  claims('a person who was removed', { ...alice, sub: 'gone' }, SAME),
  claims(
    "a person of the owner through a partner's client",
    { ...alice, client_id: 'adams', ori: ADAMS },
    SAME,
  ),
  claims("a partner's person through the owner's client", { ...alice, sub: 'deputy' }, SAME),
  claims("one person through another's client", { ...alice, sub: 'bob', client_id: 'alice-cli' }, SAME),
  claims('a client whose person was removed', { sub: 'gone-cli', client_id: 'gone-cli', ori: OWNER }, SAME),
  claims(
    'a client that acts for a person of another agency',
    { sub: 'false-agency', client_id: 'false-agency' },
    SAME,
  ),
  ofPartner("a partner's issuer that speaks for an administrator", {
    sub: 'false-admin',
    client_id: 'false-admin',
    ori: OWNER,
  }),
  ofPartner("a partner's issuer that names an administrator", {
    ...alice,
    client_id: 'aurora-own',
    ori: AURORA,
  }),
  claims('a system that claims a second factor', { amr: ['mfa'] }, SAME),
  claims('a system that claims a sign-in', { auth_time: now }, SAME),
];

const scope = (name: string, members: Members, path?: string): RefusedCase => ({
  ...claims(name, members, /lacks the scope/),
  error: 'insufficient_scope',
  status: 403,
  ...(path === undefined ? {} : { path }),
});
export const SCOPES: readonly RefusedCase[] = [
  scope('no scope', { scope: undefined }),
  scope('another scope', { scope: 'alpr.admin openid' }),
  scope('a scope that only begins alike', { scope: 'alpr.query2 alpr' }),
  scope('a scope in capitals', { scope: 'ALPR.QUERY' }),
  scope("a query scope at the administrators' door", {}, '/v1/grants'),
];
