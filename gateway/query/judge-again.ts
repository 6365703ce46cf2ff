/**
 * Judges whether a kept answer may be given again: under the locks of a commit as if it were asked now, under
 * the very right under which it was given. INVARIANT: nothing kept outlives the loss of its right.
 */
import type { Decision } from '../../sharing-rules/terms/decision.ts';
import { GatewayError } from '../faults/errors.ts';
import type { ReadKey } from '../reads/shared-reads-store.ts';
import type { Commit } from '../release/commit/commit-queue.ts';
import type { HeldQuery } from '../release/facts/collection-store.ts';
import type { PendingReads } from '../release/facts/pending-query.ts';
import { unanswered } from './answer.ts';
import { type KeptAnswer, type KeptRefusal, type KeptRelease, keptRefusal } from './kept-answer.ts';

export interface JudgeAgainDeps {
  readonly commit: Commit;
  readonly findHeldQuery: (id: string) => Promise<HeldQuery | null>;
  /** Ids of those of the reads that the store shares at this moment. */
  readonly findShared: (reads: readonly ReadKey[]) => Promise<ReadonlySet<string>>;
  /** Ms since the epoch. */
  readonly now: () => number;
}

type Kept = Exclude<KeptAnswer, { kind: 'denied' }>;

const STRICTNESS = { permit: 0, review: 1, deny: 2 } as const;

/**
 * Returns null if it may be given, else the refusal that is the answer from now on, and an entry of the log.
 * @param asked the request as it comes now, its proof claimed
 * @throws GatewayError `conflict` where what was answered does not hold any more
 */
export async function judgeAgain(
  kept: Kept,
  asked: PendingReads,
  deps: JudgeAgainDeps,
): Promise<KeptRefusal | null> {
  if (kept.identities !== (asked.subject.identities ?? null)) {
    throw ended('a client or person of your agency, or an issuer, was changed since');
  }
  const held = kept.kind === 'held' ? await stillHeld(kept.queryId, deps) : null;
  const outcome = await deps.commit({
    ...asked,
    repeats: true,
    found: null,
    // The query is collected by now, so it is judged with its approval as a further page is.
    pickUp: asked.pickUp && { ...asked.pickUp, furtherPage: true },
    continues: kept.kind === 'released' ? rightOf(kept) : held && rightOf(held),
  });
  if (outcome.kind === 'denied') return keptRefusal(outcome);
  if (outcome.kind === 'released' || outcome.kind === 'held' || outcome.kind === 'dry_run') {
    throw new Error('a repeated request was carried out again');
  }
  if (outcome.kind === 'gone') throw ended('the time of the approval under which it was given is over');
  if (outcome.kind !== 'judged_again') throw unanswered(outcome);
  if (STRICTNESS[outcome.effect] > STRICTNESS[effectOf(kept)]) {
    throw ended('it would be decided otherwise now');
  }
  if (kept.kind === 'released' && !(await areShared(kept, deps))) {
    throw ended('a read of that answer is not shared any more');
  }
  return null;
}

const rightOf = ({ epoch, grantId }: Pick<KeptRelease, 'epoch' | 'grantId'>) => ({ epoch, grantId });

function effectOf(kept: Kept): Decision['effect'] {
  if (kept.kind === 'dry_run') return kept.effect;
  return kept.kind === 'held' ? 'review' : 'permit';
}

/** @throws GatewayError `conflict` where the query does not wait any more: its own address says what has come of it */
async function stillHeld(
  queryId: string,
  { findHeldQuery, now }: Pick<JudgeAgainDeps, 'findHeldQuery' | 'now'>,
): Promise<HeldQuery> {
  const row = await findHeldQuery(queryId);
  const isOver = row !== null && now() >= row.expiresAt.getTime() && row.status !== 'dropped';
  // A query that a revocation dropped is judged: the decision says which right was taken away.
  if (row !== null && !isOver && ['held', 'approved', 'dropped'].includes(row.status)) return row;
  throw ended(`the query that it held waits no more (see \`GET /v1/queries/${queryId}\`)`);
}

async function areShared({ text }: KeptRelease, { findShared }: JudgeAgainDeps): Promise<boolean> {
  const { reads } = JSON.parse(text) as { reads: readonly { readId: string; capturedAt: string }[] };
  const shared = await findShared(
    reads.map(({ capturedAt, readId }) => ({ readId, capturedAt: new Date(capturedAt) })),
  );
  return reads.every(({ readId }) => shared.has(readId));
}

/** @param why in words that name nobody */
export function ended(why: string): GatewayError {
  return new GatewayError(
    'conflict',
    `the first answer to this \`Idempotency-Key\` is not given again: ${why}; to ask again, use a new key`,
  );
}
