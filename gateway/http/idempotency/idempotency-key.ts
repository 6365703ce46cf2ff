/** The `Idempotency-Key` of a POST (draft-ietf-httpapi-idempotency-key-header), and whether it comes for the first time. */
import { createHash } from 'node:crypto';
import type { Request } from 'express';
import type pg from 'pg';
import { GatewayError } from '../../faults/errors.ts';
import { claimKey, type IdempotencyKey, type StoredAnswer } from './idempotency-store.ts';

/** Returns undefined if the request names none. @throws GatewayError `malformed` for an invalid key */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.get('Idempotency-Key');
  if (key === undefined || /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  throw new GatewayError('malformed', '`Idempotency-Key` must be 1 to 200 visible ASCII characters');
}

/** Hashes method, path and body: a key reused with others is another request. @param body or a stand-in */
export function hashOfRequest(request: Request, body = bodyOf(request)): Buffer {
  return createHash('sha256').update(`${request.method} ${request.originalUrl}\n`).update(body).digest();
}

/** Returns the bytes of the body; none if none was read. */
export function bodyOf({ body }: Request): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

/**
 * Claims the key for this request; resolves to the answer that it had before, or null if it is the first.
 * @throws GatewayError `malformed` for a key of another request, `conflict` while the first runs
 */
export async function answerBefore(pool: pg.Pool, claim: IdempotencyKey): Promise<StoredAnswer | null> {
  const claimed = await claimKey(pool, claim);
  if (claimed.kind === 'claimed') return null;
  if (claimed.kind === 'answered') return claimed.answer;
  if (claimed.kind === 'other_request') {
    throw new GatewayError('malformed', 'this `Idempotency-Key` belongs to another request: take a new one');
  }
  throw new GatewayError('conflict', 'a request with this `Idempotency-Key` is under way: ask again', {
    headers: { 'Retry-After': '2' },
  });
}
