/** The decision under the lock: every waiting query judged on what was read under it, in the order of the batch. */
import { decide } from '../../../sharing-rules/decide.ts';
import { waitsForReviewer } from '../../../sharing-rules/review.ts';
import {
  isOnlyContradiction,
  objectsToWords,
  refusesWords,
} from '../../../sharing-rules/rules/purpose/reworded.ts';
import type { Decision } from '../../../sharing-rules/terms/decision.ts';
import { mayAsk } from '../../../sharing-rules/terms/who-asks.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { useOnce } from '../../identity/proofs/proofs-store.ts';
import type { BatchFacts, CommitJudgeDeps, JudgeDeps } from '../facts/batch-facts.ts';
import { describeQuery, type JudgedQuery } from '../facts/describe-query.ts';
import { answerIdOf, askOutside, type Question } from '../facts/describe-question.ts';
import { Enrolment, officersOf } from '../facts/enrol-officers.ts';
import type { Facts } from '../facts/facts-store.ts';
import type { HistoryCodes } from '../facts/history-codes.ts';
import {
  collectionOf,
  dataClassOf,
  isAskedInWords,
  isRepeated,
  type PendingQuery,
  type PendingReads,
  peersOf,
} from '../facts/pending-query.ts';
import { officerKey } from '../facts/standing-store.ts';
import { approvalOf } from './approval-of.ts';
import { askPeers } from './ask-peers.ts';
import { UsageTally } from './count-usage.ts';
import { decideAndCheck } from './decide-and-check.ts';
import { enrolAsker } from './enrol-asker.ts';
import { inputOf, type Past } from './input-of.ts';

/** `event` is the place of the query's entry among the batch's events. */
export type Judgement =
  | { readonly kind: 'replayed' | 'outdated' | 'gone' | 'refusals_spent' | 'not_witnessed' }
  /** `asks`: what is to be asked outside, once its entry stands; null where the reads are the agency's own. */
  | { readonly kind: 'look_up'; readonly asks: Question | null }
  /** Partners are asked: `events` are the places of their entries, in their order. */
  | { readonly kind: 'asks_peers'; readonly agencyId: number; readonly events: readonly number[] }
  /** A repeated request: what it would come to now. No entry, unless it is refused. */
  | { readonly kind: 'judged_again'; readonly effect: Decision['effect'] }
  | { readonly kind: 'entry'; readonly judged: JudgedQuery; readonly event: number };

export interface JudgedBatch {
  readonly judgements: readonly Judgement[];
  readonly events: readonly AuditEvent[];
  readonly enrolment: Enrolment;
  readonly tally: UsageTally;
  /** Ids of held queries that were released, or held again. */
  readonly pickedUp: readonly string[];
}

/** Judges in order; what an earlier query of the batch releases counts against the later ones. */
export function judgeBatch(
  batch: readonly PendingQuery[],
  facts: BatchFacts,
  plateKey: Buffer,
  deps: CommitJudgeDeps,
): JudgedBatch {
  const enrolment = new Enrolment(facts.standings, facts.places, facts.now.getTime());
  const tally = new UsageTally(facts.standings, facts.registry);
  const events: AuditEvent[] = [];
  const pickedUp: string[] = [];
  const judgements = batch.map((asked, place): Judgement => {
    if (!useOnce(facts.freeProofs, asked.proof)) return { kind: 'replayed' };
    if (isOutdated(asked, facts.registry)) return { kind: 'outdated' };
    const approved = approvedFor(asked, facts, deps);
    if (approved === 'gone') return { kind: 'gone' };
    const past = pastOf(asked, place, facts);
    const { codes } = past;
    let input = inputOf({ pending: asked, facts, past, approved, enrolment, tally }, deps);
    const checked = decideAndCheck(asked, input, deps);
    if (checked === 'look_up' && peersOf(asked).length > 0) {
      keepHeld(asked, PERMITTED, { facts, tally, pickedUp });
      const turn = { pending: asked as PendingReads, input, codes, enrolment, facts };
      const places = askPeers(turn, events, { ...deps, plateKey });
      return { kind: 'asks_peers', agencyId: asked.subject.agencyId, events: places };
    }
    if (checked === 'look_up') {
      if (deps.readsSource === undefined) return { kind: 'look_up', asks: null };
      // The asker gets a row before anybody outside is asked: an auditor finds the question by the officer.
      const {
        id: officerId,
        namedId: namedOfficerId,
        added,
      } = enrolAsker(asked, PERMITTED, input.agency, enrolment);
      const { asks, event } = askOutside(asked, input, { plateKey, officerId, namedOfficerId });
      events.push(...(added === null ? [] : [added]), event);
      return { kind: 'look_up', asks };
    }
    if (typeof checked === 'string') return { kind: checked };
    const { pending } = checked;
    let { decision } = checked;
    if (collectionOf(pending) !== null && decision.effect === 'review') {
      // The approval does not cover it (any more): held again, for all its reasons.
      input = { ...input, approval: null, judicialProcessVerified: false };
      decision = decide(input);
    }
    if (isRepeated(asked) && (decision.effect !== 'deny' || asked.kind === 'dry_run')) {
      return { kind: 'judged_again', effect: decision.effect };
    }
    const binds = mayAsk(input.officer);
    if (decision.effect === 'deny' && isAskedInWords(pending)) {
      const refusals = binds ? null : (codes?.refusals ?? null);
      // No entry: an agency that has spent its quota must not make the log grow.
      if (!(refusalsOf(pending, refusals, { facts, tally }) < deps.refusalsPerDay)) {
        rememberWords(pending, codes, decision, { facts, enrolment });
        return { kind: 'refusals_spent' };
      }
      if (refusals === null) tally.addRefusal(pending.subject.agencyId);
      else facts.history.count(refusals);
    }
    keepHeld(pending, decision, { facts, tally, pickedUp });
    rememberRewording(past, decision, facts);
    if (codes !== null && decision.effect === 'deny' && refusesWords(decision.reasons)) {
      facts.history.addRefusal(codes, binds, isOnlyContradiction(decision.reasons));
    }
    // Counts a release or a hold only: a standing query is never held.
    const counts =
      decision.effect === 'permit'
        ? pending.found !== null
        : waitsForReviewer(decision, dataClassOf(pending));
    if (codes?.incident && counts) facts.caseHistories.use(codes.incident);
    const { id: officerId, namedId, added } = enrolAsker(pending, decision, input.agency, enrolment);
    if (added !== null) events.push(added);
    // The words of one who may not ask make no entry about an officer whom they name.
    const namedOfficerId = binds ? namedId : null;
    const { rulesRevision } = deps;
    const judged: JudgedQuery = {
      ...{ pending, input, decision, id: answerIdOf(pending) },
      ...{ officerId, namedOfficerId, rulesRevision },
    };
    if (decision.effect === 'permit' && pending.found !== null && officerId !== null) {
      tally.add(pending.subject.agencyId, officerId, pending.found.count);
      if (codes !== null) facts.history.addRelease(codes);
    }
    events.push(describeQuery(judged, plateKey));
    return { kind: 'entry', judged, event: events.length - 1 };
  });
  return { judgements, events, enrolment, tally, pickedUp };
}

/** Finds the past; words that were judged before are not held against themselves. */
function pastOf(
  asked: PendingQuery,
  place: number,
  { caseHistories, codes: all, history, knownWords }: BatchFacts,
): Past {
  const codes = all[place] ?? null;
  const isNew = codes !== null && !isRepeated(asked);
  const refusedBefore = isNew && history.refusedBefore(codes) && !knownWords.has(place);
  const { incident = null } = isNew ? codes : {};
  return {
    codes,
    refusedBefore,
    rewording: refusedBefore ? history.rewordingOf(codes) : null,
    caseHistory: incident === null ? null : caseHistories.of(incident),
  };
}

/**
 * Remembers a rewording. Words refused for something else, a window or a case number, were not tried; a
 * colleague's own were never refused.
 */
function rememberRewording(
  { codes, refusedBefore, rewording }: Past,
  { effect, reasons }: Decision,
  { history }: BatchFacts,
): void {
  if (codes === null || !refusedBefore || rewording === 'colleague') return;
  if (effect !== 'deny' || refusesWords(reasons)) history.addRewording(codes, rewording === 'first');
}

/** @param own under which the refusals of a person are counted who may not ask: she spends no other's */
function refusalsOf(
  { subject }: PendingQuery,
  own: Buffer | null,
  { facts, tally }: { readonly facts: BatchFacts; readonly tally: UsageTally },
): number {
  return own === null ? tally.refusalsOf(subject.agencyId) : facts.history.releasesToday(own);
}

/**
 * Remembers words that are refused without an entry, for officers who have a row: for others it would have no
 * end.
 */
function rememberWords(
  { query, subject }: PendingQuery,
  codes: HistoryCodes | null,
  { reasons }: Decision,
  { enrolment, facts }: { readonly enrolment: Enrolment; readonly facts: BatchFacts },
): void {
  const [officer] = officersOf(subject, query);
  const [counted] = codes?.counted ?? [];
  if (officer === undefined || counted === undefined || !objectsToWords(reasons)) return;
  if (enrolment.idOf(officer) !== null) facts.history.addRefusalOf(counted);
}

/** Notes what waits for a reviewer from now on, and what no longer does since it comes back. */
function keepHeld(
  pending: PendingQuery,
  decision: Pick<Decision, 'effect'>,
  { facts, tally, pickedUp }: { facts: BatchFacts; tally: UsageTally; pickedUp: string[] },
): void {
  if (pending.kind === 'dry_run' || decision.effect === 'deny') return;
  const pickUp = collectionOf(pending);
  const { agencyId } = pending.subject;
  if (pickUp !== null && !pickUp.furtherPage) {
    if (facts.held.get(pickUp.heldId)?.status === 'held') tally.addHeld(agencyId, -1);
    pickedUp.push(pickUp.heldId);
    facts.held.delete(pickUp.heldId);
  }
  if (waitsForReviewer(decision, dataClassOf(pending))) tally.addHeld(agencyId, 1);
}

/** True if a client or person of the agency, or an issuer, was changed since the asker was authenticated. */
function isOutdated({ subject: { agencyId, identities } }: PendingQuery, { agencies }: Facts): boolean {
  return identities !== undefined && identities !== agencies.get(agencyId)?.identities;
}

function approvedFor(pending: PendingQuery, { held, standings, now }: BatchFacts, deps: JudgeDeps) {
  const [officer] = officersOf(pending.subject, pending.query);
  const row = officer === undefined ? undefined : standings.officers.get(officerKey(officer));
  const { rulesRevision } = deps;
  return approvalOf(pending, held, { now: now.getTime(), officerId: row?.id ?? null, rulesRevision });
}

/** The decision on a query that is looked up. */
const PERMITTED: Pick<Decision, 'effect' | 'reasons'> = { effect: 'permit', reasons: [] };
