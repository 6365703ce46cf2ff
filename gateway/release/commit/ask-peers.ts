/** Lets a permitted query go to gateways of other agencies: an entry for each before it leaves, and each counts as one query. */
import { decide } from '../../../sharing-rules/decide.ts';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import type { BatchFacts } from '../facts/batch-facts.ts';
import { describePeerQuestions } from '../facts/describe-peer-questions.ts';
import type { Enrolment } from '../facts/enrol-officers.ts';
import type { HistoryCodes } from '../facts/history-codes.ts';
import { type PendingReads, peersOf } from '../facts/pending-query.ts';
import { enrolAsker } from './enrol-asker.ts';

export interface AskingTurn {
  readonly pending: PendingReads;
  readonly input: DecisionInput;
  readonly codes: HistoryCodes | null;
  readonly enrolment: Enrolment;
  readonly facts: BatchFacts;
}

/** Adds the entries to `events`. INVARIANT: the rules permit the query, under the locks. @returns their places */
export function askPeers(
  { codes, enrolment, facts, input, pending }: AskingTurn,
  events: AuditEvent[],
  { plateKey, rulesRevision }: { readonly plateKey: Buffer; readonly rulesRevision: string },
): readonly number[] {
  const decision = decide(input);
  const { added, id: officerId, namedId } = enrolAsker(pending, decision, input.agency, enrolment);
  if (codes?.incident) facts.caseHistories.use(codes.incident);
  const questions = describePeerQuestions(pending, input, decision, {
    ...{ officerId, namedOfficerId: namedId, plateKey, peers: peersOf(pending) },
    ...{ registry: facts.registry, rulesRevision },
  });
  if (codes !== null) for (const _ of questions) facts.history.addRelease(codes);
  events.push(...(added === null ? [] : [added]), ...questions);
  const first = events.length - questions.length;
  return questions.map((_, i) => first + i);
}
