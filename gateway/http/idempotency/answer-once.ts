/**
 * Answers a POST, and with an `Idempotency-Key` gives a repeated one its first answer
 * (draft-ietf-httpapi-idempotency-key-header). The key belongs to the person or system and to this very request.
 *
 * A node that dies between the change and the keeping of its answer leaves a claim; a minute later the request may
 * run again. It then meets the state that it left itself: a second approval or registration is a conflict, a second
 * revocation one more mark, a second proposal one more proposal.
 */
import type { Request, Response } from 'express';
import type pg from 'pg';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerBefore, hashOfRequest, idempotencyKeyOf } from './idempotency-key.ts';
import { releaseKey, type StoredAnswer, storeAnswer } from './idempotency-store.ts';

/** What a use case answers, before it is sent. */
export interface Answer {
  readonly status: number;
  readonly body: object;
  /** Where the created thing is found. */
  readonly location?: string;
}

/** Whose key it is: a person's, whichever client they use, or else a system's. */
export type KeyHolder = Pick<Subject, 'personId' | 'issuer' | 'clientId'>;

export interface RepeatOptions {
  /** Adds to an answer that is sent what must not be kept in the database, e.g. a secret. */
  readonly complete?: (body: string) => string;
  /** Whether what the first answer says is so still: of a right that is lowered, nobody may be told it while it is not. */
  readonly stands?: (answer: StoredAnswer) => Promise<boolean>;
}

/**
 * @throws GatewayError `malformed` for a key that is none or was used otherwise, `conflict` while the first runs, or
 * where its answer does not stand any more.
 */
export async function answerOnce(
  { pool }: { readonly pool: pg.Pool },
  request: Request,
  response: Response,
  { personId, issuer, clientId }: KeyHolder,
  work: () => Promise<Answer>,
  { complete = (body) => body, stands }: RepeatOptions = {},
): Promise<void> {
  const send = (answer: StoredAnswer) => write(response, { ...answer, body: complete(answer.body) });
  const key = idempotencyKeyOf(request);
  if (key === undefined) {
    send(toStored(await work()));
    return;
  }
  const claim = { holder: personId ?? `${issuer} ${clientId}`, key, requestHash: hashOfRequest(request) };
  const before = await answerBefore(pool, claim);
  if (before !== null) {
    if (stands !== undefined && !(await stands(before))) {
      throw new GatewayError(
        'conflict',
        'the change made with this `Idempotency-Key` has since been reversed: to make it again, use a new key',
      );
    }
    response.set('Idempotency-Replayed', 'true');
    send(before);
    return;
  }
  const answer = await runClaimed(pool, claim, work);
  send(answer);
}

async function runClaimed(
  pool: pg.Pool,
  claim: Parameters<typeof storeAnswer>[1],
  work: () => Promise<Answer>,
): Promise<StoredAnswer> {
  let answer: StoredAnswer;
  try {
    answer = toStored(await work());
  } catch (error) {
    // A refusal changed nothing: the same key may try again. If this fails too, the claim lapses by itself.
    await releaseKey(pool, claim).catch(() => undefined);
    throw error;
  }
  // The change is committed: its answer is given even where it cannot be kept.
  await storeAnswer(pool, claim, answer).catch(() => undefined);
  return answer;
}

function toStored({ status, body, location = undefined }: Answer): StoredAnswer {
  return { status, body: JSON.stringify(body), location: location ?? null };
}

function write(response: Response, { status, body, location }: StoredAnswer): void {
  if (location !== null) response.location(location);
  response.status(status).set('Cache-Control', 'no-store').type('application/json').send(body);
}
