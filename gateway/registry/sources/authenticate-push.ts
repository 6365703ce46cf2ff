/**
 * Checks that a push comes from its source: by a signature over its bytes, a password, or the end of its
 * path. The work follows from the request alone: for an unknown name as much is compared, and as much of the
 * body is read, so that neither the answer nor the time it takes tells which sources there are.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { askerAddress } from '../../http/asker-address.ts';
import type { Bodies } from '../../http/bodies/bodies.ts';
import { tooLarge } from './read-push-body.ts';
import { MOST_BODY_BYTES } from './source.terms.ts';
import { isMac, isSecret, macOf, type SourceMethod, sourceSecret } from './source-secret.ts';
import type { TakingSource } from './sources-store.ts';

/** Milliseconds by which a signature's time may differ from ours, either way. */
const TOLERANCE = 5 * 60_000;
/** The number of secrets by which a source takes pushes at most: its own and, for an hour, the one before. */
const MOST_SECRETS = 2;

/** Takes the place of a secret that is not there; nobody knows it. */
const NOBODY = { id: randomUUID(), hash: randomBytes(32), salt: randomBytes(32) };

/**
 * Uses one sentence for an unknown source, a wrong secret and an old signature, so that nobody learns the
 * sources. `WWW-Authenticate` is for vendors that send a password only after they were asked for one.
 */
export function refusePush(): GatewayError {
  return new GatewayError(
    'invalid_token',
    'the push is not accepted: check the name of the source and its secret',
    {
      headers: { 'WWW-Authenticate': 'Basic realm="pushed reads", charset="UTF-8"' },
    },
  );
}

export interface Presented {
  readonly name: string;
  readonly request: Request;
  readonly response: Response;
  /** The end of the path; undefined if the push does not come by one. */
  readonly pathSecret: string | undefined;
}

export interface ReadsPushes {
  readonly bodies: Bodies;
  /** True for an address that vendors who sign their pushes send from. */
  readonly isPushAddress: (address: string | undefined) => boolean;
}

interface Authenticating extends ReadsPushes {
  /** The key that secrets derive from. */
  readonly key: Buffer;
  /** Milliseconds. */
  readonly now: number;
}

export interface AuthenticatedPush {
  readonly source: TakingSource;
  readonly body: Buffer;
}

/**
 * Returns null for a push from no source. Checks a password before it reads the body, a signature after.
 * @param sources with the name, as they are at this moment; empty if there is none
 * @throws GatewayError `too_large` for a body beyond the cap, only once the secret was shown
 */
export async function authenticatePush(
  sources: readonly TakingSource[],
  presented: Presented,
  { bodies, isPushAddress, key, now }: Authenticating,
): Promise<AuthenticatedPush | null> {
  const { request, response } = presented;
  const known = bySecret(sources, presented);
  if (known !== null) {
    const { bodyBytes: limit, name } = known;
    const body = await bodies.read(request, response, { limit, sender: `source ${name}` }).catch((error) => {
      throw isTooLarge(error) ? tooLarge(limit) : error;
    });
    return { source: known, body };
  }
  const signatures = presented.pathSecret === undefined ? signaturesOf(request, now) : [];
  if (signatures.length === 0) return null;
  const body = await readForSignature(presented, { bodies, isPushAddress });
  const source = body === null ? null : bySignature(sources, signatures, body, key);
  if (body === null || source === null) return null;
  if (body.length > source.bodyBytes) throw tooLarge(source.bodyBytes);
  return { source, body };
}

/** Returns null for a body that cannot be verified: it is compressed or larger than any source may send. */
async function readForSignature(
  { request, response }: Presented,
  { bodies, isPushAddress }: ReadsPushes,
): Promise<Buffer | null> {
  const sender = isPushAddress(request.ip) ? `address ${askerAddress(request)}` : undefined;
  try {
    return await bodies.read(request, response, { limit: MOST_BODY_BYTES, sender });
  } catch (error) {
    if (isTooLarge(error) || (error as { readonly status?: unknown }).status === 415) return null;
    throw error;
  }
}

const isTooLarge = (error: unknown) => error instanceof GatewayError && error.code === 'too_large';

function bySecret(
  sources: readonly TakingSource[],
  { name, pathSecret, request }: Presented,
): TakingSource | null {
  const method: SourceMethod = pathSecret === undefined ? 'basic' : 'path';
  const presented = pathSecret ?? passwordOf(request, name);
  if (presented === undefined) return null;
  let found: TakingSource | null = null;
  for (const source of inFull(sources.filter((one) => one.method === method))) {
    if (isSecret(presented, source?.secretHash ?? NOBODY.hash) && source !== null) found = source;
  }
  return found;
}

function bySignature(
  sources: readonly TakingSource[],
  signatures: readonly Signature[],
  body: Buffer,
  key: Buffer,
): TakingSource | null {
  let found: TakingSource | null = null;
  for (const { after, before, macs, ofVerkada } of signatures) {
    const signing = sources.filter(
      (one) => one.method === 'hmac' && (one.vendor === 'verkada') === ofVerkada,
    );
    for (const source of inFull(signing)) {
      const { id, secretSalt, vendor } = source ?? NO_SOURCE;
      const secret = sourceSecret(key, secretSalt ?? NOBODY.salt, { id, vendor, method: 'hmac' });
      const expected = macOf(secret, ...before, body, ...after);
      if (macs.some((mac) => isMac(mac, expected)) && source !== null && secretSalt !== null) found = source;
    }
  }
  return found;
}

const NO_SOURCE = { id: NOBODY.id, vendor: 'verkada', secretSalt: null } as const;

/** Fills up with `null` to the greatest number of secrets, so that each push takes the same comparisons. */
function inFull(sources: readonly TakingSource[]): readonly (TakingSource | null)[] {
  return Array.from({ length: MOST_SECRETS }, (_, i) => sources[i] ?? null);
}

interface Signature {
  readonly ofVerkada: boolean;
  readonly seconds: string;
  readonly macs: readonly string[];
  /** The texts that are signed before the body, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Returns the signatures that can be read and are recent. @param now milliseconds */
function signaturesOf(request: Request, now: number): Signature[] {
  return [verkadaSignature(request), standardSignature(request)].filter(
    (one): one is Signature => one !== null && Math.abs(now - Number(one.seconds) * 1_000) <= TOLERANCE,
  );
}

/** Reads `Verkada-Signature: <seconds>|<hex>`, over body, `|`, seconds (apidocs.verkada.com, webhooks). */
function verkadaSignature(request: Request): Signature | null {
  const found = /^(\d{9,11})\|([0-9a-fA-F]{64})$/.exec(request.get('Verkada-Signature') ?? '');
  if (found === null) return null;
  const [, seconds = '', mac = ''] = found;
  return { ofVerkada: true, seconds, macs: [mac], before: [], after: [`|${seconds}`] };
}

/** Reads a Standard Webhooks signature, over id, time and body; the gateway signs its deliveries so, too. */
function standardSignature(request: Request): Signature | null {
  const id = request.get('webhook-id') ?? '';
  const seconds = request.get('webhook-timestamp') ?? '';
  const macs = (request.get('webhook-signature') ?? '')
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [one.slice('v1,'.length)] : []));
  if (id === '' || !/^\d{9,11}$/.test(seconds) || macs.length === 0 || macs.length > 8) return null;
  return { ofVerkada: false, seconds, macs, before: [`${id}.${seconds}.`], after: [] };
}

/** Reads the password of RFC 7617; the user is the source. */
function passwordOf(request: Request, name: string): string | undefined {
  const found = /^Basic ([A-Za-z0-9+/]{1,400}={0,2})$/i.exec(request.get('Authorization') ?? '');
  if (found === null) return undefined;
  const text = Buffer.from(found[1] as string, 'base64').toString('utf8');
  return text.startsWith(`${name}:`) ? text.slice(name.length + 1) : undefined;
}
