/** All that `authenticate` needs, built once per node. */
import type pg from 'pg';
import { systemClock } from '../faults/age.ts';
import { BoundedMap } from '../http/bounded-map.ts';
import type { Scheme } from '../http/challenge.ts';
import type { IsTrustedProxy } from '../http/trusted-proxies.ts';
import { IssuerKeys, type OnKeysMissing } from './issuer-keys.ts';
import { NewTokens } from './new-tokens.ts';
import { DpopNonces } from './proofs/dpop-nonce.ts';
import type { ProofDeps } from './proofs/dpop-proof.ts';
import { verifyAside } from './proofs/verify-signature.ts';
import { Registrations } from './registrations-store.ts';
import { TokenTurns } from './token-turns.ts';
import type { TokenDeps, VerifiedToken } from './verify-token.ts';

export interface IdentityOptions {
  readonly pool: pg.Pool;
  /** The gateway's public address: audience of tokens, base of the `htu` of proofs. No slash at its end. */
  readonly resource: string;
  /** Header in which a proxy hands over the client certificate, in lower case; null: no certificate is believed. */
  readonly certificateHeader: string | null;
  /** Tells a proxy whose header with a certificate is believed. */
  readonly isTrustedProxy: IsTrustedProxy;
  /** Seconds of a token's life, from `iat` to `exp`. */
  readonly longestLife: number;
  /** The port of the owner's people, and its address without a slash at its end; null or absent: they have none. */
  readonly adminDoor?: { readonly port: number; readonly url: string } | null;
  /** 32 bytes, the same on every node. */
  readonly nonceKey: Buffer;
  /** `acr` values that stand for two factors at the trusted issuers; default none. */
  readonly acceptedAcr?: readonly string[];
  /** True if every proof must carry a nonce of the gateway; default false. */
  readonly requireNonce?: boolean;
  /** Good tokens in a minute that were not seen before, of one client or person with a role; default 300. */
  readonly newTokensPerMinute?: number;
  readonly now: () => number;
  readonly onKeysMissing: OnKeysMissing;
}

export interface Identity extends TokenDeps, ProofDeps {
  readonly certificateHeader: string | null;
  readonly isTrustedProxy: IsTrustedProxy;
  readonly adminDoor: { readonly port: number; readonly url: string } | null;
  readonly requireNonce: boolean;
  readonly nonces: DpopNonces;
  readonly now: () => number;
  /** Tokens that were good, by their SHA-256, base64url. */
  readonly knownTokens: BoundedMap<string, VerifiedToken>;
  /** First sights under way, by the same hash. */
  readonly verifying: Map<string, Promise<VerifiedToken>>;
  /** The URL at which RFC 9728 puts the metadata of `resource`. */
  readonly metadataUrl: string;
  /** The schemes that a request without credentials may use. */
  readonly schemes: readonly Scheme[];
}

/** Ours need one in the life of the last, or one for each command. */
const NEW_TOKENS = 300;
/** A token and its entry take about 2 kB. */
const KNOWN_TOKENS = 20_000;
/** A key and its header, of at most 1,200 characters. */
const KNOWN_KEYS = 5_000;

/** @throws the database's error if the registrations cannot be read: a node without them does not start */
export async function createIdentity(options: IdentityOptions): Promise<Identity> {
  const { pool, resource, certificateHeader, isTrustedProxy, longestLife, nonceKey, now } = options;
  const clock = { ...systemClock, wall: now };
  const { acceptedAcr = [], adminDoor = null, requireNonce = false } = options;
  const registrations = await Registrations.load(pool);
  const { origin, pathname } = new URL(resource);
  return {
    resource,
    longestLife,
    adminDoor,
    isTrustedProxy,
    acceptedAcr,
    certificateHeader: certificateHeader?.toLowerCase() ?? null,
    requireNonce,
    now,
    registrations,
    issuerKeys: new IssuerKeys(clock, options.onKeysMissing),
    nonces: new DpopNonces(nonceKey),
    tokenTurns: new TokenTurns(),
    newTokens: new NewTokens(options.newTokensPerMinute ?? NEW_TOKENS, registrations, clock),
    knownTokens: new BoundedMap(KNOWN_TOKENS),
    verifying: new Map(),
    knownProofKeys: new BoundedMap(KNOWN_KEYS),
    verifySignature: verifyAside,
    metadataUrl: `${origin}/.well-known/oauth-protected-resource${pathname === '/' ? '' : pathname}`,
    schemes: certificateHeader === null ? ['DPoP'] : ['DPoP', 'Bearer'],
  };
}
