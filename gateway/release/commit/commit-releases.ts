/**
 * The commit: nothing leaves before it, and nothing else makes a `Release`.
 *
 * One transaction for all queries given: locks, then facts read under them, the decision taken again on these
 * facts, quotas counted, entries appended, head moved, COMMIT. Two round trips on a pipelined connection.
 */
import { waitsForReviewer } from '../../../sharing-rules/review.ts';
import type { Decision } from '../../../sharing-rules/terms/decision.ts';
import { type SpentQuota, spentByRelease } from '../../../sharing-rules/terms/records-left.ts';
import { secondsToMidnight, utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { CheckpointSigner } from '../../audit/checkpoint-signer.ts';
import type { PlateKeys } from '../../audit/plate-hmac.ts';
import { type AppendedEntry, appendedIn, type SealedBatch, sealEvents } from '../../audit/seal-events.ts';
import { allAnswered } from '../../database/all-answered.ts';
import type { PipelinedConnection } from '../../database/connect-pipelined.ts';
import { explainAhead } from '../../faults/ahead-of-clock.ts';
import { isDataFault } from '../../faults/data-fault.ts';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';
import type { BatchFacts, CommitJudgeDeps } from '../facts/batch-facts.ts';
import { rememberIncidents } from '../facts/case-histories-store.ts';
import { markCollected } from '../facts/collection-store.ts';
import type { JudgedQuery } from '../facts/describe-query.ts';
import type { Question } from '../facts/describe-question.ts';
import type { CodeHistory } from '../facts/history-codes.ts';
import { rememberRefusals } from '../facts/history-store.ts';
import type { PendingQuery } from '../facts/pending-query.ts';
import { readBatchFacts } from '../facts/read-batch-facts.ts';
import { activateOfficers, insertOfficers } from '../facts/standing-store.ts';
import { owedReviewHours, oweReviews } from '../held/exigent-releases-store.ts';
import { holdQueries } from '../held/held-queries-store.ts';
import type { HeadWitness } from '../lease/head-witness.ts';
import { isIdleEnd, isUnsent } from './ended-session.ts';
import { type JudgedBatch, judgeBatch } from './judge-batch.ts';
import { writeBatch } from './write-batch-store.ts';

export interface CommitDeps extends CommitJudgeDeps {
  readonly plateKeys: PlateKeys;
  readonly codeHistory: CodeHistory;
  readonly signer: CheckpointSigner;
  /** A log that does not extend what this node has seen of it is not written to. */
  readonly witness: HeadWitness;
  /** @throws GatewayError `unavailable` while nothing may be committed */
  readonly mayCommit?: () => void;
  /** Told of each commit that failed, for readiness. */
  readonly onFault?: (error: unknown) => void;
  /** See `PrimaryClientConfig`. */
  readonly requireHeld?: boolean;
}

/** The part of its connection that a commit needs. */
export type CommittingClient = Pick<PipelinedConnection, 'commit' | 'query'>;

/** A committed release: the only thing that can be sent. Only this file can make one. */
class Release {
  readonly #committed = true;
  readonly id: string;
  readonly agencyId: number;
  readonly grantId: string | null;
  /** The epoch under which it was committed; a node with a higher fence does not write it. */
  readonly epoch: number;
  readonly pending: PendingQuery;
  readonly decision: Decision;
  readonly appended: AppendedEntry;

  constructor({ id, pending, input, decision }: JudgedQuery, epoch: number, appended: AppendedEntry) {
    this.id = id;
    this.agencyId = pending.subject.agencyId;
    this.grantId = input.grant?.id ?? null;
    this.epoch = epoch;
    this.pending = pending;
    this.decision = decision;
    this.appended = appended;
  }

  /** Keeps the type nominal: an object that merely looks like a release is not one. */
  get committed(): boolean {
    return this.#committed;
  }
}

export type { Release };

/** A question whose intent is in the log, with its entry's epoch; a node with a higher fence does not ask. */
export interface AskedOutside extends Question {
  readonly epoch: number;
}

export type Outcome =
  /** `spent`: quotas that it has used up. */
  | { readonly kind: 'released'; readonly release: Release; readonly spent: readonly SpentQuota[] }
  | { readonly kind: 'denied'; readonly decision: Decision; readonly appended: AppendedEntry }
  | { readonly kind: 'dry_run'; readonly decision: Decision; readonly appended: AppendedEntry }
  | {
      readonly kind: 'held';
      readonly queryId: string;
      readonly decision: Decision;
      readonly appended: AppendedEntry;
    }
  /**
   * `replayed`: the proof was used before, so the request is not authenticated. `outdated`: a client or
   * person of the agency was changed since the request was authenticated; only a new request can tell whether
   * it still would be. `gone`: the held query was collected, refused or lapsed in between, as its row says.
   * None of them is logged.
   */
  | { readonly kind: 'replayed' | 'outdated' | 'gone' }
  /**
   * The rules permit under the lock what was not looked up; do so and come again, the proof is claimed. `question`: to
   * be asked outside, its intent is in the log now; null where the reads are the agency's own, and nothing was logged.
   */
  | { readonly kind: 'look_up'; readonly question: AskedOutside | null }
  /** The rules permit that partners are asked: their entries, in their order, are in the log now. */
  | { readonly kind: 'asks_peers'; readonly epoch: number; readonly asked: readonly AppendedEntry[] }
  /** A repeated request may be answered as it was, where this is not stricter; neither counted nor logged. */
  | { readonly kind: 'judged_again'; readonly effect: Decision['effect'] }
  /** A refusal after the agency's refusals of the day are used up: not logged either. In seconds. */
  | { readonly kind: 'refusals_spent'; readonly retryAfter: number };

/** A release that must wait for the witnesses: neither counted nor logged. */
export type Unwitnessed = { readonly kind: 'not_witnessed' };

/**
 * Commits a batch on a connection of its own. The outcomes stand in the order of the queries.
 * @throws GatewayError `unavailable` if the transaction did not commit, or nobody knows: then nothing is sent.
 * Any other error is the database's, after ROLLBACK, or was thrown before COMMIT was sent or seen.
 */
export async function commitReleases(
  client: CommittingClient,
  batch: readonly PendingQuery[],
  deps: CommitDeps,
): Promise<(Outcome | Unwitnessed)[]> {
  let sent = false;
  try {
    const { derived, highest } = deps.witness;
    const { facts, head, leaves } = await readBatchFacts(
      ...([client, batch, deps.codeHistory] as const),
      derived?.size ?? null,
    );
    const frontier = deps.witness.extend(derived, leaves, head);
    deps.witness.compare(highest, head);
    const plateKey = deps.plateKeys(utcDay(head.now));
    const judged = judgeBatch(batch, facts, plateKey, deps);
    requireAsked(judged, deps);
    const epochOf = epochsOf(facts);
    const sealed = sealEvents({ ...head, frontier }, judged.events, epochOf);
    sent = true;
    await write(client, judged, sealed, facts);
    // Facts may be read from one server alone; those that a COMMIT rests on are where that COMMIT is.
    deps.witness.see(highest, head);
    deps.witness.remember(sealed);
    const checkpoint = deps.signer.sign(sealed.size, sealed.root as Buffer);
    const appendedAt = appendedIn(sealed, checkpoint);
    return judged.judgements.map((judgement): Outcome | Unwitnessed => {
      if (judgement.kind === 'refusals_spent') {
        return { kind: judgement.kind, retryAfter: secondsToMidnight(facts.now.getTime()) };
      }
      if (judgement.kind === 'judged_again') return judgement;
      if (judgement.kind === 'look_up') {
        const { asks } = judgement;
        return { kind: 'look_up', question: asks && { ...asks, epoch: epochOf(asks.agencyId) } };
      }
      if (judgement.kind === 'asks_peers') {
        const { agencyId, events } = judgement;
        return { kind: 'asks_peers', epoch: epochOf(agencyId), asked: events.map(appendedAt) };
      }
      if (judgement.kind !== 'entry') return { kind: judgement.kind };
      return outcomeOf(judgement.judged, appendedAt(judgement.event), epochOf);
    });
  } catch (thrown) {
    const error = explainAhead(thrown) ?? thrown;
    await client.query({ text: 'ROLLBACK' }).catch(() => undefined);
    // A connection that broke says nothing of the COMMIT: committed again, one query would have two entries.
    if (!sent || error instanceof GatewayError || isDataFault(error)) throw error;
    if (isIdleEnd(error) || isUnsent(error)) throw error;
    throw unavailableNow('it is not known whether this was logged; nothing is released, ask again', error);
  }
}

/** INVARIANT: no read of a source outside leaves that was not asked for by a question in the log. */
function requireAsked({ judgements }: JudgedBatch, { readsSource }: CommitDeps): void {
  if (readsSource === undefined) return;
  for (const judgement of judgements) {
    if (judgement.kind !== 'entry') continue;
    const { decision, pending } = judgement.judged;
    const leaves = decision.effect === 'permit' && pending.kind === 'query' && pending.of === 'reads';
    if (leaves && pending.asked === undefined)
      throw new Error('reads came from outside, and nobody had asked');
  }
}

/** Writes everything that was judged, with COMMIT, in the second round trip. */
async function write(
  client: CommittingClient,
  { enrolment, tally, judgements, events, pickedUp }: JudgedBatch,
  sealed: SealedBatch,
  { caseHistories, history, standings: { day }, now }: BatchFacts,
): Promise<void> {
  const entries = judgements.flatMap((judgement) => {
    if (judgement.kind !== 'entry' || judgement.judged.pending.kind === 'dry_run') return [];
    return [{ judged: judgement.judged, index: sealed.sealed[judgement.event]?.index as number }];
  });
  const held = entries.filter(({ judged }) => isHeld(judged));
  const owed = entries.filter(({ judged }) => owedReviewHours(judged) !== null);
  const statements = [
    enrolment.added.length === 0 ? null : insertOfficers(client, enrolment.added),
    enrolment.activated.length === 0 ? null : activateOfficers(client, enrolment.activated),
    caseHistories.added.length === 0 ? null : rememberIncidents(client, caseHistories.added, now),
    history.newlyRefused.size === 0 ? null : rememberRefusals(client, history, now),
    held.length === 0 ? null : holdQueries(client, held),
    pickedUp.length === 0 ? null : markCollected(client, pickedUp),
    owed.length === 0 ? null : oweReviews(client, owed),
    events.length === 0 ? null : writeBatch(client, sealed, { day, usage: tally, history }),
  ];
  // COMMIT last: of several that fail, the first sent says why.
  const answers = await allAnswered([...statements, client.commit()]);
  // A COMMIT after an error answers ROLLBACK and does not throw.
  if (answers.at(-1) !== 'COMMIT') {
    throw new GatewayError(
      'unavailable',
      'the log entry was not committed, so nothing is released; ask again',
    );
  }
}

function epochsOf({ registry }: BatchFacts): (agencyId: number | null) => number {
  return (agencyId) => {
    if (agencyId === null) return registry.haltEpoch;
    const agency = registry.agencies.get(agencyId)?.agency;
    if (agency === undefined) throw new Error(`agency \`${agencyId}\` is not in the registry`);
    return Math.max(agency.epoch, registry.haltEpoch);
  };
}

function outcomeOf(
  judged: JudgedQuery,
  appended: AppendedEntry,
  epochOf: (agencyId: number) => number,
): Outcome {
  const { decision, pending } = judged;
  if (pending.kind === 'dry_run') return { kind: 'dry_run', decision, appended };
  if (decision.effect === 'permit') {
    const release = new Release(judged, epochOf(pending.subject.agencyId), appended);
    return { kind: 'released', release, spent: spentByRelease(judged.input) };
  }
  if (isHeld(judged)) return { kind: 'held', queryId: judged.id, decision, appended };
  return { kind: 'denied', decision, appended };
}

const isHeld = ({ decision, input }: JudgedQuery) => waitsForReviewer(decision, input.dataClass);
