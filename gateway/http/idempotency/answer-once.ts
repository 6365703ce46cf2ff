/**
 * Answers a POST, and with an `Idempotency-Key` gives a repeated one its first answer
 * (draft-ietf-httpapi-idempotency-key-header). The key belongs to the person or system and to this very request.
 *
 * A node that dies between the change and the keeping of its answer leaves a claim; a minute later the request may
 * run again. It then meets the state that it left itself: a second approval or registration is a conflict, a second
 * revocation makes one more record, a second proposal one more proposal.
 */
import type { Request } from 'express';
import type pg from 'pg';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerBefore, hashOfRequest, idempotencyKeyOf } from './idempotency-key.ts';
import { releaseKey, type StoredAnswer, storeAnswer } from './idempotency-store.ts';

/** The holder of a key: a person, whichever client they use, or else a system. */
export type KeyHolder = Pick<Subject, 'personId' | 'issuer' | 'clientId'>;

export interface OnceOptions {
  readonly holder: KeyHolder;
  readonly work: () => Promise<StoredAnswer>;
  /** Tells whether what the first answer says is so still: nobody may be told of a right that was taken away since. */
  readonly stands?: ((answer: StoredAnswer) => Promise<boolean>) | undefined;
}

/**
 * Resolves to the answer, and whether it was given before.
 * @throws GatewayError `malformed` for a bad key or one used for another request, `conflict` while the first runs, or
 * where its answer does not stand any more.
 */
export async function answerOnce(
  { pool }: { readonly pool: pg.Pool },
  request: Request,
  { holder: { personId, issuer, clientId }, stands, work }: OnceOptions,
): Promise<StoredAnswer & { readonly replayed?: true }> {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return work();
  const claim = { holder: personId ?? `${issuer} ${clientId}`, key, requestHash: hashOfRequest(request) };
  const before = await answerBefore(pool, claim);
  if (before === null) return runClaimed(pool, claim, work);
  if (stands !== undefined && !(await stands(before))) {
    throw new GatewayError(
      'conflict',
      'the change made with this `Idempotency-Key` has since been reversed: to make it again, use a new key',
    );
  }
  return { ...before, replayed: true };
}

async function runClaimed(
  pool: pg.Pool,
  claim: Parameters<typeof storeAnswer>[1],
  work: OnceOptions['work'],
): Promise<StoredAnswer> {
  let answer: StoredAnswer;
  try {
    answer = await work();
  } catch (error) {
    // A refusal changed nothing: the same key may try again. If this fails too, the claim lapses by itself.
    await releaseKey(pool, claim).catch(() => undefined);
    throw error;
  }
  // The change is committed: its answer is given even where it cannot be kept.
  await storeAnswer(pool, claim, answer).catch(() => undefined);
  return answer;
}
