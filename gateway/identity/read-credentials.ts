/** Takes the credentials out of a request's headers: each at most once, and none from anywhere else. */
import { hash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { missingToken, refuseToken, type Scheme } from '../http/challenge.ts';
import type { Identity } from './create-identity.ts';

/** The parts of an Express request that `authenticate` needs. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'headers' | 'rawHeaders' | 'socket'> & {
  readonly originalUrl: string;
  /** The address that Express finds behind trusted proxies. */
  readonly ip?: string | undefined;
};

export type Credentials =
  | { readonly scheme: 'DPoP'; readonly token: string; readonly proof: string }
  | { readonly scheme: 'Bearer'; readonly token: string; readonly certificate: string };

/** Characters; a token of the demo has about 700. */
export const LONGEST_TOKEN = 8192;
/** RFC 6750 §2.1: `b64token`. */
const FORM = /^(dpop|bearer) +([\w.~+/-]+=*)$/i;

/** @throws GatewayError `invalid_token` with the challenge in point */
export function readCredentials(request: RequestHead, identity: Identity, scope: string): Credentials {
  // Node keeps the first of two Authorization headers, a proxy perhaps the second: neither is believed.
  const { certificateHeader, schemes } = identity;
  if (count(request.rawHeaders, 'authorization') > 1) {
    throw refuseToken('invalid_request', 'header_twice', 'there are two Authorization headers: send one');
  }
  const { authorization, dpop } = request.headers;
  if (authorization === undefined) throw missingToken(identity.metadataUrl, schemes, scope);
  if (authorization.length > LONGEST_TOKEN) {
    const description = `the access token is longer than ${LONGEST_TOKEN} characters`;
    throw refuseToken('invalid_token', 'token_too_long', description);
  }
  const [, name, token] = FORM.exec(authorization) ?? [];
  if (name === undefined || token === undefined) {
    const description = `the Authorization header must be: ${schemes.join(' or ')} token`;
    throw refuseToken('invalid_request', 'header_malformed', description);
  }
  const scheme: Scheme = name.length === 4 ? 'DPoP' : 'Bearer';
  if (count(request.rawHeaders, 'dpop') > 1) {
    throw refuseToken('invalid_dpop_proof', 'header_twice', 'there are two DPoP headers: send one', {
      scheme,
    });
  }
  if (scheme === 'DPoP') {
    if (typeof dpop !== 'string')
      throw refuseToken('invalid_dpop_proof', 'proof_missing', 'the DPoP header with the proof is missing');
    return { scheme, token, proof: dpop };
  }
  // A key-bound token sent as a plain one would be usable by anyone who saw it (RFC 9449 §7.2).
  if (certificateHeader === null || dpop !== undefined) {
    const description = 'the access token must be bound to a key: use the scheme DPoP';
    throw refuseToken('invalid_token', 'token_as_bearer', description);
  }
  const certificate = certificateOf(request, certificateHeader, identity);
  if (certificate === null) {
    const description = 'the request came without the client certificate of its token';
    throw refuseToken('invalid_token', 'certificate_missing', description, { scheme });
  }
  return { scheme, token, certificate };
}

/** Returns the certificate only from the proxy that saw it used: anybody can write a header or know it. */
function certificateOf(
  { headers, rawHeaders, socket }: RequestHead,
  name: string,
  { isTrustedProxy, now }: Identity,
): string | null {
  const value = headers[name];
  if (typeof value !== 'string' || count(rawHeaders, name) !== 1) return null;
  return isTrustedProxy(socket.remoteAddress) ? certificateThumbprint(value, now()) : null;
}

function count(rawHeaders: readonly string[], name: string): number {
  let found = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] as string;
    if (raw.length === name.length && raw.toLowerCase() === name) found += 1;
  }
  return found;
}

/** Characters; a certificate with an RSA key of 4096 bits has about 2,500. */
const LONGEST = 8192;
const RFC_9440 = /^:([A-Za-z0-9+/]+={0,2}):$/;

/**
 * Returns the thumbprint `x5t#S256` (RFC 8705 §3.1): SHA-256 of the DER form, base64url. The proxy has
 * checked the chain; here it only has to be the certificate that the token is bound to, and in force now: a
 * proxy checks that once a connection, which may last for days.
 *
 * @param value the header's: `:base64 of DER:` (RFC 9440 §2.1), or PEM in percent-encoding (nginx's
 * `$ssl_client_escaped_cert`)
 * @param now ms
 * @returns null for anything else
 */
export function certificateThumbprint(value: string, now: number): string | null {
  if (value.length > LONGEST) return null;
  try {
    const base64 = RFC_9440.exec(value)?.[1];
    const bytes = base64 === undefined ? decodeURIComponent(value) : Buffer.from(base64, 'base64');
    const certificate = new X509Certificate(bytes);
    if (Date.parse(certificate.validFrom) > now || Date.parse(certificate.validTo) <= now) return null;
    return hash('sha256', certificate.raw, 'base64url');
  } catch {
    return null;
  }
}
