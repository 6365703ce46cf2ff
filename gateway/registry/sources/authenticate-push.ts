/** Whether a push comes from its source: by a signature over its bytes, a password, or the end of its path. */
import type { Request } from 'express';
import { GatewayError } from '../../faults/errors.ts';
import { isMac, isSecret, macOf, sourceSecret } from './source-secret.ts';
import type { TakingSource } from './sources-store.ts';

/** Ms by which a signature's time may differ from ours, either way. */
const TOLERANCE = 5 * 60_000;

/**
 * One sentence for an unknown source, a wrong secret and an old signature: which sources there are is nobody's business.
 * `WWW-Authenticate` is for vendors that send a password only after they were asked for one.
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

/** What can be told before the body is read: of a signature, only that there is one. */
export function mayBeFrom(source: TakingSource, request: Request, pathSecret: string | undefined): boolean {
  if ((pathSecret !== undefined) !== (source.method === 'path')) return false;
  if (source.method === 'hmac') return signatureOf(source, request) !== null;
  const presented = source.method === 'path' ? pathSecret : passwordOf(request, source.name);
  return presented !== undefined && source.secretHash !== null && isSecret(presented, source.secretHash);
}

/** With the body. INVARIANT: after `mayBeFrom`, which has judged every method but the signature. */
export function isFrom(
  source: TakingSource,
  request: Request,
  body: Buffer,
  key: Buffer,
  now: number,
): boolean {
  if (source.method !== 'hmac') return true;
  const signature = signatureOf(source, request);
  if (signature === null || source.secretSalt === null) return false;
  if (Math.abs(now - Number(signature.seconds) * 1_000) > TOLERANCE) return false;
  const secret = sourceSecret(key, source.secretSalt, source);
  const expected = macOf(secret, ...signature.before, body, ...signature.after);
  return signature.macs.some((mac) => isMac(mac, expected));
}

interface Signature {
  readonly seconds: string;
  readonly macs: readonly string[];
  /** What is signed before the body, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Null where there is none that can be read. */
function signatureOf({ vendor }: TakingSource, request: Request): Signature | null {
  return vendor === 'verkada' ? verkadaSignature(request) : standardSignature(request);
}

/** `Verkada-Signature: <seconds>|<hex>`, over the body, `|` and the seconds (apidocs.verkada.com, "Securing webhooks"). */
function verkadaSignature(request: Request): Signature | null {
  const found = /^(\d{9,11})\|([0-9a-fA-F]{64})$/.exec(request.get('Verkada-Signature') ?? '');
  if (found === null) return null;
  const [, seconds = '', mac = ''] = found;
  return { seconds, macs: [mac], before: [], after: [`|${seconds}`] };
}

/** Standard Webhooks, as the gateway itself signs what it delivers: over id, time and body. */
function standardSignature(request: Request): Signature | null {
  const id = request.get('webhook-id') ?? '';
  const seconds = request.get('webhook-timestamp') ?? '';
  const macs = (request.get('webhook-signature') ?? '')
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [one.slice('v1,'.length)] : []));
  if (id === '' || !/^\d{9,11}$/.test(seconds) || macs.length === 0 || macs.length > 8) return null;
  return { seconds, macs, before: [`${id}.${seconds}.`], after: [] };
}

/** RFC 7617; the user is the source. */
function passwordOf(request: Request, name: string): string | undefined {
  const found = /^Basic ([A-Za-z0-9+/]{1,400}={0,2})$/i.exec(request.get('Authorization') ?? '');
  if (found === null) return undefined;
  const text = Buffer.from(found[1] as string, 'base64').toString('utf8');
  return text.startsWith(`${name}:`) ? text.slice(name.length + 1) : undefined;
}
