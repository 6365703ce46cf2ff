/**
 * The life of an ask, in order: our own policy, under the locks, with an entry for each question · what must be kept for
 * a repeat · the partners side by side, and our own store · verified · their entries · shown. Where our own policy refuses
 * or holds it, nothing leaves.
 */
import { createHash, randomUUID } from 'node:crypto';
import type { Request } from 'express';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { plateHmac } from '../../audit/plate-hmac.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import {
  bodyOf as bytesOf,
  hashOfRequest,
  idempotencyKeyOf,
} from '../../http/idempotency/idempotency-key.ts';
import { heldBody, refusal, unanswered } from '../../query/answer.ts';
import { queryOf } from '../../query/parse-query.ts';
import { pendingReads } from '../../query/pending-reads.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { useUp } from '../../query/query-door.ts';
import type { Outcome } from '../../release/commit/commit-releases.ts';
import type { PendingReads } from '../../release/facts/pending-query.ts';
import { answerAsk, sendHeldAsk } from './answer-ask.ts';
import type { AskBody } from './ask.schema.ts';
import type { AskDeps, AskedBy } from './ask-deps.ts';
import { findRepeated, insertAsk, type NewAsk, type NewPeer, putPeers } from './asks-store.ts';
import { ANSWERED } from './collect-answers.ts';
import { collectAsk } from './collect-ask.ts';
import { bodyOf, drawTransaction, sealBody, traceparentOf } from './question-of.ts';
import { type Askable, askable, rowsOfAsked, rowsOfOthers } from './rows-of-asked.ts';

export async function handleAsk(
  { body: given, by, request, response }: AskedBy & { readonly body: AskBody },
  deps: AskDeps,
): Promise<void> {
  await useUp(request, by, deps.claimProof);
  if (by.lacksScope !== null) return refuseOnward(given, { by, request, response }, deps);
  const body = bodyOf(given, by.subject);
  const query = queryOf(body, deps.now());
  const repeat = repeatOf(request, by.subject);
  const before = repeat && (await findRepeated(deps.pool, repeat));
  if (before !== null) {
    if (!before.same)
      throw new GatewayError(
        'malformed',
        'this `Idempotency-Key` belongs to another request: take a new one',
      );
    return collectAsk({ ask: before, body, states: ANSWERED, by, request, response }, deps);
  }
  const peers = await askable(given.at, deps);
  const inFlightResponse = deps.inFlight.enter(by.subject.agencyId);
  try {
    const transaction = drawTransaction();
    const ask = {
      id: randomUUID(),
      transaction,
      subject: by.subject,
      repeat,
      plate: codeOf(query.plate?.number, deps),
    };
    const { outcome, rows } = await permit(body, { peers, transaction, by, request }, deps);
    const told =
      outcome?.kind === 'held'
        ? { heldId: outcome.queryId, epoch: null }
        : { heldId: null, epoch: epochOf(outcome) };
    await keep({ ...ask, ...told, sealed: sealBody(body, ask.id, deps.keptAnswersSecret) }, rows, deps);
    if (outcome?.kind === 'held') return sendHeldAsk(response, ask.id, heldBody(outcome));
    const kept = { ...ask, ...told, sealed: null };
    await answerAsk({ ask: kept, body, states: ANSWERED, by, request, response, inFlightResponse }, deps);
  } finally {
    inFlightResponse.leave();
  }
}

/** Refuses a partner that asks others through us, with an entry in the log. */
async function refuseOnward(given: AskBody, { by, request }: AskedBy, deps: AskDeps): Promise<void> {
  const query = queryOf(bodyOf(given, by.subject), deps.now());
  const pending = pendingReads('query', query, { subject: by.subject, proof: null }, request);
  const outcome = await deps.commit({ ...pending, own: true });
  throw outcome.kind === 'denied' ? refusal(outcome.decision, outcome.appended) : by.lacksScope;
}

interface Permitting {
  readonly peers: readonly Askable[];
  readonly transaction: string;
  readonly by: AskedBy['by'];
  readonly request: Request;
}

interface Permitted {
  /** Null where no partner is asked: our own store judges for itself. */
  readonly outcome: Extract<Outcome, { kind: 'asks_peers' | 'held' }> | null;
  readonly rows: readonly NewPeer[];
}

/** Our own policy, which refuses as well where nobody is left who may be asked. @throws GatewayError its refusal */
async function permit(
  body: QueryBody,
  { by, peers, request, transaction }: Permitting,
  deps: AskDeps,
): Promise<Permitted> {
  const asked = peers.flatMap(({ peer }) => (peer === null || peer.askingStopped ? [] : [peer]));
  const others = rowsOfOthers(peers);
  const nobodyToAsk =
    asked.length === 0 && others.some(({ isMissing }) => isMissing) && peers.every(({ isOwn }) => !isOwn);
  if (asked.length === 0 && !nobodyToAsk) return { outcome: null, rows: others };
  const judged = pendingReads(
    'query',
    queryOf(body, deps.now()),
    { subject: by.subject, proof: null },
    request,
  );
  const pending: PendingReads = {
    ...judged,
    own: true,
    peers: asked,
    ...(nobodyToAsk && { nobodyToAsk }),
    traceparent: traceparentOf(transaction),
  };
  const outcome = await deps.commit(pending);
  if (outcome.kind === 'denied') throw refusal(outcome.decision, outcome.appended);
  if (outcome.kind === 'held') {
    const waiting = asked.map(({ ori }): NewPeer => ({ ori, state: 'waiting' }));
    return { outcome, rows: [...others, ...waiting] };
  }
  if (outcome.kind !== 'asks_peers') throw unanswered(outcome as Parameters<typeof unanswered>[0]);
  return { outcome, rows: [...others, ...rowsOfAsked(asked, outcome.asked)] };
}

const epochOf = (outcome: Permitted['outcome']) => (outcome?.kind === 'asks_peers' ? outcome.epoch : null);

function keep(ask: NewAsk, rows: readonly NewPeer[], { pool }: AskDeps): Promise<void> {
  return inTransaction(pool, async (trx) => {
    await insertAsk(trx, ask);
    await putPeers(trx, ask.id, rows);
  });
}

function repeatOf(
  request: Request,
  { clientId, issuer, personId }: AskedBy['by']['subject'],
): NewAsk['repeat'] {
  const key = idempotencyKeyOf(request);
  if (key === undefined) return null;
  const holder = JSON.stringify([issuer, clientId, personId, key]);
  return {
    key: createHash('sha256').update(holder).digest(),
    requestHash: hashOfRequest(request, bytesOf(request)),
  };
}

function codeOf(plate = '', { now, plateKeys }: AskDeps): Buffer {
  return plateHmac(plateKeys(utcDay(new Date(now()))), plate);
}
