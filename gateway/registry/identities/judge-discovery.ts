/** Judges what an issuer publishes of itself (OpenID Connect Discovery): each thing that a sign-in needs is a tick. */
import { isSecureUrl } from '../../settings/secure-url.ts';
import type { SignInTick } from './sign-in-test.schema.ts';

export type Metadata = Readonly<Record<string, unknown>>;

interface Registered {
  readonly issuer: string;
  readonly jwksUri: string;
}

const isSecure = (text: unknown): text is string =>
  typeof text === 'string' && URL.canParse(text) && isSecureUrl(new URL(text));
const lists = (value: unknown, word: string) => Array.isArray(value) && value.includes(word);

/** Methods by which two factors are proven, and the claim that tells them (RFC 8176). */
const FACTORS = /\b(mfa|otp|hwk|swk|sc|fpt|face|iris)\b/;

export function judgeDiscovery(found: Metadata, { issuer, jwksUri }: Registered): readonly SignInTick[] {
  const { authorization_endpoint: authorization, jwks_uri: keys, token_endpoint: token } = found;
  const same = found.issuer === issuer;
  return [
    tick(
      'discovery',
      same,
      same ? 'it names itself as it is registered' : 'it names itself otherwise: register that name',
    ),
    tick(
      'keys',
      keys === jwksUri,
      keys === jwksUri
        ? 'their address is the one that is registered'
        : 'their address is another than the registered one: only the owner of the database moves it (`register` says how)',
    ),
    tick(
      'authorization',
      isSecure(authorization),
      isSecure(authorization)
        ? 'people can be sent there'
        : 'no https address for people: set up its authorization endpoint, or use it for systems alone',
    ),
    clientAuthentication(found, isSecure(token)),
    secondFactor(found),
  ];
}

function clientAuthentication(found: Metadata, hasToken: boolean): SignInTick {
  const signed = lists(found.token_endpoint_auth_methods_supported, 'private_key_jwt');
  const bound = lists(found.dpop_signing_alg_values_supported, 'ES256');
  const lacks = [
    ...(hasToken ? [] : ['an https token endpoint']),
    ...(signed ? [] : ['`private_key_jwt`, by which clients sign in with a key']),
    ...(bound ? [] : ['DPoP with ES256, which binds a token to its client’s key']),
  ];
  const what =
    lacks.length === 0
      ? 'clients sign in with a key, and tokens are bound to one'
      : `it lacks ${lacks.join('; ')}`;
  return tick('client_authentication', lacks.length === 0, what);
}

function secondFactor({
  acr_values_supported: acr,
  amr_values_supported: amr,
  claims_supported: claims,
}: Metadata) {
  const tells = FACTORS.test([amr, acr].flat().join(' '));
  if (tells || lists(claims, 'amr'))
    return tick('second_factor', true, 'it says how a person proved who they are (`amr`)');
  return tick(
    'second_factor',
    null,
    'it does not publish whether its tokens say how a person signed in: have them say it in `amr`, and sign in once to see',
  );
}

export function tick(check: SignInTick['check'], holds: SignInTick['holds'], told: string): SignInTick {
  return { check, holds, told };
}
