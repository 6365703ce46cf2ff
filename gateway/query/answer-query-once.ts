/**
 * Carries out a query, page, collection or dry run with an `Idempotency-Key` once for its client, key and
 * body. If repeated, it is judged again, and gets the answer that was kept if that may still be given:
 * without another release, count or entry.
 *
 * A refusal is kept as well, but not that of a collection: it does not spend the query, which may be
 * collected later. A 401, 429 or 503, which does not answer the query, is not kept: the same key may try
 * again. A node that dies between the commit and the keeping leaves a claim; nothing was sent then, and a
 * minute later the request may run again.
 */
import type { Request } from 'express';
import type pg from 'pg';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { proofReplayed } from '../http/challenge.ts';
import { answerBefore, bodyOf, hashOfRequest } from '../http/idempotency/idempotency-key.ts';
import { releaseKey, storeAnswer } from '../http/idempotency/idempotency-store.ts';
import type { ProofMark } from '../identity/proofs/proofs-store.ts';
import type { Outcome, Release } from '../release/commit/commit-releases.ts';
import type { PendingReads } from '../release/facts/pending-query.ts';
import { markKnown } from '../sign-in/mark-known.ts';
import { dryRunBody, heldBody, unanswered } from './answer.ts';
import { ended, type JudgeAgainDeps, judgeAgain } from './judge-again.ts';
import { type KeptAnswer, keptRefusal, openKept, type Sealing, sealKept } from './kept-answer.ts';
import { rebindCursor } from './page-cursor.ts';
import type { ReleaseText } from './seal-release.ts';

export interface OnceDeps extends JudgeAgainDeps {
  readonly pool: pg.Pool;
  /** Uses a proof up where no commit does; false if it was used before. */
  readonly claimProof: (proof: ProofMark) => Promise<boolean>;
  /** The body of a release, and the cursor in it. */
  readonly textOf: (release: Release, keyThumbprint: string) => ReleaseText;
  readonly keptAnswersSecret: Buffer;
  readonly cursorKey: Buffer;
  readonly rulesRevision: string;
}

export interface Asked {
  readonly pending: PendingReads;
  readonly keyThumbprint: string;
  /** The text hashed in place of the body, where another may ask for the same; default: the body itself. */
  readonly named?: Buffer;
}

export interface AnsweredOnce {
  readonly answer: KeptAnswer;
  /** True if the answer was given before. */
  readonly replayed: boolean;
}

/**
 * @param work carries the query out, its proof claimed
 * @throws GatewayError `malformed` for a key of another request; `conflict` while the first is under way, or where its
 * answer does not hold any more; whatever `work` throws
 */
export async function answerQueryOnce(
  key: string,
  { keyThumbprint, named, pending }: Asked,
  request: Request,
  work: (pending: PendingReads) => Promise<Outcome>,
  deps: OnceDeps,
): Promise<AnsweredOnce> {
  const { pool, keptAnswersSecret: secret } = deps;
  // Claims the proof before anything is told of the key: a request overheard and sent again learns nothing.
  if (pending.proof !== null && !(await deps.claimProof(pending.proof))) throw proofReplayed();
  markKnown(request, pending.subject);
  const asked = { ...pending, proof: null };
  const body = named ?? bodyOf(request);
  const claim = { holder: holderOf(asked.subject), key, requestHash: hashOfRequest(request, body) };
  const sealing = { request, body, claim, secret };
  const before = await answerBefore(pool, claim);
  if (before === null) {
    const answer = await carryOut({ pending: asked, keyThumbprint }, work, sealing, deps);
    return { answer, replayed: false };
  }
  const kept = openKept(before, sealing);
  if (kept === null) throw ended('this node cannot open it');
  if (kept.kind === 'denied') return { answer: kept, replayed: true };
  const refused = await judgeAgain(kept, asked, deps);
  if (refused !== null) {
    // This is the answer from now on: no further entry, and no read is kept.
    await storeAnswer(pool, claim, sealKept(refused, sealing)).catch(() => undefined);
    return { answer: refused, replayed: false };
  }
  if (kept.kind !== 'released' || kept.next === null || kept.keyThumbprint === keyThumbprint) {
    return { answer: kept, replayed: true };
  }
  const next = rebindCursor(kept.next, deps.cursorKey, keyThumbprint);
  return { answer: { ...kept, text: kept.text.replace(kept.next, next), next }, replayed: true };
}

/** A client's; of a person who signed in, by that client: cursors are bound to both as well. */
function holderOf({ clientId, issuer, personId }: Subject): string {
  return personId === null ? `${issuer} ${clientId}` : `${issuer} ${clientId} ${personId}`;
}

async function carryOut(
  asked: Asked,
  work: (pending: PendingReads) => Promise<Outcome>,
  sealing: Sealing,
  deps: OnceDeps,
): Promise<KeptAnswer> {
  const { claim } = sealing;
  let answer: KeptAnswer;
  try {
    answer = answerOf(await work(asked.pending), asked, deps);
  } catch (error) {
    // The claim lapses by itself if this fails too.
    await releaseKey(deps.pool, claim).catch(() => undefined);
    throw error;
  }
  if (answer.kind === 'denied' && asked.pending.pickUp?.furtherPage === false) {
    await releaseKey(deps.pool, claim).catch(() => undefined);
    return answer;
  }
  // An answer in the log is given even where it cannot be kept.
  await storeAnswer(deps.pool, claim, sealKept(answer, sealing)).catch(() => undefined);
  return answer;
}

/** @throws GatewayError for what is not an answer to the query */
export function answerOf(
  outcome: Outcome,
  { keyThumbprint, pending: { subject } }: Asked,
  { rulesRevision, textOf }: Pick<OnceDeps, 'rulesRevision' | 'textOf'>,
): KeptAnswer {
  const identities = subject.identities ?? null;
  switch (outcome.kind) {
    case 'released': {
      const { epoch, grantId } = outcome.release;
      const { next, text } = textOf(outcome.release, keyThumbprint);
      return { kind: 'released', identities, grantId, epoch, text, next, keyThumbprint };
    }
    case 'held':
      return { kind: 'held', identities, queryId: outcome.queryId, body: heldBody(outcome) };
    case 'dry_run': {
      const { appended, decision } = outcome;
      const body = dryRunBody(decision, appended, rulesRevision);
      return { kind: 'dry_run', identities, effect: decision.effect, body };
    }
    case 'denied':
      return keptRefusal(outcome);
    default:
      throw unanswered(outcome);
  }
}
