/**
 * The question to a source outside: its intent is an entry of the log before it leaves. What the source is told of the
 * reason is made here of codes and ids alone, so that its own audit tells the same story as the log, and no officer's
 * words leave with it.
 */
import { randomUUID } from 'node:crypto';
import type { DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { plateHmac } from '../../audit/plate-hmac.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { searchedBy } from '../../audit/searched-by.ts';
import type { PendingQuery, PendingReads } from './pending-query.ts';

/** The facts of a question that a source outside is told. */
export interface Question {
  /** The id of the answer that is to come of it: a release's `releaseId`. */
  readonly id: string;
  readonly reason: string;
  /** Null where there is none that may leave. */
  readonly caseNumber: string | null;
  readonly agencyId: number;
}

/** A case number as the rules take it that is one: with three digits, and without a word such as a name. */
const CASE = /^(?=(?:.*[0-9]){3})(?!.*[A-Z]{5})[A-Z0-9][A-Z0-9-]{3,29}$/;

/** The keys by which the question is found again. */
export interface FoundBy {
  readonly plateKey: Buffer;
  /** The ids of the asker and of an officer whom a person names; null without a row. */
  readonly officerId: string | null;
  readonly namedOfficerId: string | null;
}

/** INVARIANT: the rules permit the query, under the locks. */
export function askOutside(
  asked: PendingQuery,
  input: DecisionInput,
  foundBy: FoundBy,
): { readonly asks: Question; readonly event: AuditEvent } {
  if (asked.of !== 'reads') throw new Error('a list and a hit are not looked up');
  const { query, subject } = asked;
  const { caseNumber: given = '', code } = query.purpose;
  const caseNumber = CASE.test(given) ? given : null;
  const id = randomUUID();
  const parts = [code, caseNumber && `case ${caseNumber}`, subject.ori, `release ${id}`];
  const reason = parts.filter((part) => part !== null).join(', ');
  return {
    asks: { id, reason, caseNumber, agencyId: subject.agencyId },
    event: describe(asked, { id, reason }, input, foundBy),
  };
}

/** Returns the id of the answer: reads found outside leave under the id that the question named. */
export function answerIdOf(pending: PendingQuery): string {
  return (pending.of === 'reads' && pending.asked) || randomUUID();
}

function describe(
  { follows, query, queryHash, subject, traceparent }: PendingReads,
  { id, reason }: Pick<Question, 'id' | 'reason'>,
  { agency, grant, now, readsSource }: DecisionInput,
  { namedOfficerId, officerId, plateKey }: FoundBy,
): AuditEvent {
  if (agency === null || readsSource === undefined) throw new Error('nobody outside is asked for this query');
  return {
    kind: 'source_asked',
    agency,
    grant: grant?.id ?? null,
    // The entry of the answer says what was decided.
    effect: null,
    mark: false,
    asker: {},
    owner: {
      ...{ agency: subject.ori, at: new Date(now).toISOString(), follows, officer: query.onBehalfOf ?? null },
      // The plate as in the vendor's audit, against which it is held.
      plate: query.plate?.number ?? null,
      ...{ queryHash, releaseId: id, source: readsSource, told: reason, traceparent },
      ...(officerId === null ? {} : { subjectId: officerId }),
      searchedBy: searchedBy({
        ...{ namedOfficerId, purpose: query.purpose.code, releaseId: id },
        plate: query.plate === undefined ? null : plateHmac(plateKey, query.plate.number).toString('base64'),
      }),
    },
  };
}
