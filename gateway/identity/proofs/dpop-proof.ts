/** Checks a DPoP proof (RFC 9449 §4.3). Our own code, because it runs for every request: see `verify-token.ts`. */
import { hash } from 'node:crypto';
import type { BoundedMap } from '../../http/bounded-map.ts';
import { refuseToken } from '../../http/challenge.ts';
import type { WhyRefused } from '../../http/why-refused.ts';
import { importProofKey, type NamedProofKey, type ProofKey, readProofHeader } from './proof-key.ts';
import type { ProofMark } from './proofs-store.ts';
import type { VerifySignature } from './verify-signature.ts';

export interface ProofRequest {
  readonly method: string;
  /** Scheme, host and path as the partner called it, without query. */
  readonly url: string;
  /** Another address of the same path, of this very door. */
  readonly otherUrl: string | undefined;
  /** SHA-256 of the access token, base64url. */
  readonly tokenHash: string;
}

/** A proof whose form and claims fit the request. Nothing has been verified yet. */
export interface ReadProof {
  /** The thumbprint of the key that it names. Only the holder of a token bound to the key can have signed. */
  readonly thumbprint: string;
  readonly nonce: string | null;
  /** The address, among those of the request, that it is for. */
  readonly url: string;
  /**
   * Verifies a proof whose `thumbprint` is that of a good token: only its holder makes the gateway verify.
   * @returns to be claimed
   * @throws GatewayError `invalid_token` (401) with the challenge `invalid_dpop_proof`
   */
  readonly verify: () => Promise<ProofMark>;
}

/** Keys by the text of the proof's header, which is the same for all proofs of a key. */
export type KnownProofKeys = BoundedMap<string, ProofKey>;

export interface ProofDeps {
  readonly knownProofKeys: KnownProofKeys;
  readonly verifySignature: VerifySignature;
}

/** Characters; with an RSA key of 4096 bits about 2,000. */
const LONGEST = 4096;
/** Characters of a remembered header: an RSA key of 4096 bits fits. A longer one is read each time. */
const LONGEST_REMEMBERED = 1_200;
const FORM = /^[\w-]+\.[\w-]+\.[\w-]+$/;
/** RFC 9449 §11.1: a proof is good for a short time only; the second figure is for clocks that are ahead. Seconds. */
const PROOF_AGE = 60;
export const CLOCK_SKEW = 10;
/** Seconds by which records outlive their proofs: the database forgets by its own clock. */
const MARK_MARGIN = 60;
const JTI = { least: 8, most: 256 };

/**
 * Checks everything that costs little: form, claims, and which key it names.
 *
 * @throws GatewayError `invalid_token` (401) with the challenge `invalid_dpop_proof`
 */
export function readProof(
  text: string,
  request: ProofRequest,
  { knownProofKeys: known, verifySignature }: ProofDeps,
  now: number,
): ReadProof {
  if (text.length > LONGEST) throw invalid(`it is longer than ${LONGEST} characters`);
  if (!FORM.test(text)) throw invalid('it is not a JWS in compact serialization, once');
  const headerEnd = text.indexOf('.');
  const payloadEnd = text.lastIndexOf('.');
  const header = text.slice(0, headerEnd);
  const named = known.get(header) ?? readHeader(header);
  const claims = readClaims(text.slice(headerEnd + 1, payloadEnd));
  const url = checkClaims(claims, request, now / 1000);
  const { thumbprint } = named;
  const verify = async () => {
    const key = 'verifier' in named ? named : importKey(named);
    const signature = Buffer.from(text.slice(payloadEnd + 1), 'base64url');
    if (!(await verifySignature(Buffer.from(text.slice(0, payloadEnd)), key.verifier, signature))) {
      throw invalid('its signature does not verify', 'proof_signature');
    }
    if (key !== named && header.length <= LONGEST_REMEMBERED) known.set(header, key);
    const expiresAt = new Date((claims.iat + PROOF_AGE + CLOCK_SKEW + MARK_MARGIN) * 1000);
    return { hash: hash('sha256', `${thumbprint}.${claims.jti}`, 'buffer'), expiresAt };
  };
  return { thumbprint, nonce: claims.nonce ?? null, url, verify };
}

interface ProofClaims {
  readonly jti: string;
  readonly htm: string;
  readonly htu: string;
  readonly iat: number;
  readonly ath: string;
  readonly nonce?: string;
  readonly exp?: number;
  readonly nbf?: number;
}

const readHeader = (header: string): NamedProofKey => orInvalid(() => readProofHeader(header));

const importKey = (named: NamedProofKey): ProofKey => orInvalid(() => importProofKey(named));

function orInvalid<T>(step: () => T): T {
  try {
    return step();
  } catch (cause) {
    const what = cause instanceof SyntaxError ? 'its header is not JSON' : (cause as Error).message;
    throw invalid(what, 'proof_malformed', cause);
  }
}

function readClaims(payload: string): ProofClaims {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch (cause) {
    throw invalid('its payload is not JSON', 'proof_malformed', cause);
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) {
    throw invalid('its payload is not an object');
  }
  return claims as ProofClaims;
}

/**
 * Checks the claims. Comparing also checks types: a claim of another type is never equal to a string.
 * @returns the URL of the request that the proof names
 */
function checkClaims(claims: ProofClaims, request: ProofRequest, now: number): string {
  const { jti, htm, htu, iat, ath, nonce, exp, nbf } = claims;
  if (typeof jti !== 'string' || jti.length < JTI.least || jti.length > JTI.most) {
    throw invalid(`its jti is not a string of ${JTI.least} to ${JTI.most} characters`);
  }
  if (htm !== request.method) throw invalid('its htm is not the method of this request', 'proof_method');
  const url = namedUrl(htu, request);
  if (url === null)
    throw invalid(
      'its htu is not the public URL of this request, whose beginning is the resource of /.well-known/oauth-protected-resource',
      'proof_url',
    );
  if (ath !== request.tokenHash)
    throw invalid('its ath is not the hash of the access token', 'proof_other_token');
  if (typeof iat !== 'number' || iat < now - PROOF_AGE || iat > now + CLOCK_SKEW) {
    throw invalid(`its iat is not within the last ${PROOF_AGE} s: is the clock right?`, 'proof_clock');
  }
  if (exp !== undefined && (typeof exp !== 'number' || exp <= now))
    throw invalid('it has expired', 'proof_clock');
  if (nbf !== undefined && (typeof nbf !== 'number' || nbf > now + CLOCK_SKEW))
    throw invalid('it is not valid yet', 'proof_clock');
  if (nonce !== undefined && typeof nonce !== 'string') throw invalid('its nonce is not a string');
  return url;
}

/** Returns the URL of the request that the claim names; null for another, or for one that is not a text. */
function namedUrl(htu: unknown, { otherUrl, url }: ProofRequest): string | null {
  if (typeof htu !== 'string') return null;
  if (htu === url || isSameUrl(htu, url)) return url;
  return otherUrl !== undefined && isSameUrl(htu, otherUrl) ? otherUrl : null;
}

/** Compares as RFC 9449 §4.3 asks: normalized (RFC 3986 §6.2.2, §6.2.3), query and fragment ignored. */
function isSameUrl(htu: string, url: string): boolean {
  // A request target in absolute form (RFC 9112 §3.2.2) makes no URL of ours.
  if (!URL.canParse(htu) || !URL.canParse(url)) return false;
  const { origin, pathname, username, password } = new URL(htu);
  const own = new URL(url);
  return username === '' && password === '' && origin === own.origin && pathname === own.pathname;
}

function invalid(what: string, why: WhyRefused = 'proof_malformed', cause?: unknown) {
  const description = `the DPoP proof is refused: ${what.replace(/["\\`]/g, '')}`;
  return refuseToken('invalid_dpop_proof', why, description, { cause });
}
