/** Everything that the decision under the lock depends on, from what waits and what was read. */
import { findingsFor } from '../../../sharing-rules/narrative/contradiction.ts';
import type { NamedOfficer } from '../../../sharing-rules/terms/asker.ts';
import type { CaseHistory, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import { recordsThatFit } from '../../../sharing-rules/terms/records-left.ts';
import type { BatchFacts, JudgeDeps } from '../facts/batch-facts.ts';
import { type Enrolment, officersOf } from '../facts/enrol-officers.ts';
import type { HistoryCodes } from '../facts/history-codes.ts';
import type { Rewording } from '../facts/history-store.ts';
import { dataClassOf, isByMachine, isRepeated, type PendingQuery, peersOf } from '../facts/pending-query.ts';
import { type OfficerKey, officerKey } from '../facts/standing-store.ts';
import type { Approved } from './approval-of.ts';
import type { UsageTally } from './count-usage.ts';

/** The memory of earlier queries. */
export interface Past {
  readonly codes: HistoryCodes | null;
  readonly refusedBefore: boolean;
  /** Null of any other, and where no words were refused. */
  readonly rewording: Rewording | null;
  /** Null of a query that states no incident, and of a dry run. */
  readonly caseHistory: CaseHistory | null;
}

/** A query of a batch, and what is known as its turn comes. */
export interface Turn {
  readonly pending: PendingQuery;
  readonly facts: BatchFacts;
  readonly past: Past;
  readonly approved: Approved;
  /** The counts with what the queries before it added. */
  readonly enrolment: Enrolment;
  readonly tally: UsageTally;
}

/**
 * Builds the input. A dry run tells nothing of quotas and suspensions (design §6): it is judged as an officer
 * in good standing, unless it precedes an answer that would. A repeated request takes nothing again.
 */
export function inputOf(turn: Turn, deps: JudgeDeps): DecisionInput {
  const { pending, tally } = turn;
  const { registry, now } = turn.facts;
  const { approval, judicialProcessVerified, continues } = turn.approved;
  const { subject, query, found } = pending;
  const { agency = null, grant = null } = registry.agencies.get(subject.agencyId) ?? {};
  const reporter = query.purpose.incident?.agencyOri;
  const recordsHold = turn.facts.caseHistories.recordsHoldOf(subject.agencyId);
  const isDryRun = pending.kind === 'dry_run';
  const takesNothing = isDryRun || isRepeated(pending);
  const [asks = isDryRun ? IN_GOOD_STANDING : NOBODY, named] = officersOf(subject, query).map(
    (officer, place) => (isToBeTold(pending, officer) ? factsOf(turn, officer, place) : IN_GOOD_STANDING),
  );
  const { standing, papers, recordsToday, queriesToday, patternQueriesToday } = asks;
  const input: DecisionInput = {
    now: now.getTime(),
    owner: deps.owner,
    halted: registry.halted,
    dataClass: dataClassOf(pending),
    subject,
    agency,
    grant,
    officer: standing,
    ...(papers === undefined ? {} : { officerPapers: papers }),
    ...(named === undefined ? {} : { named }),
    query,
    ...(pending.of === 'reads' && deps.readsSource !== undefined ? { readsSource: deps.readsSource } : {}),
    ...(pending.of === 'reads' && pending.peerOrigin !== undefined ? { peerOrigin: pending.peerOrigin } : {}),
    ...(pending.of === 'reads' && pending.nobodyToAsk ? { nobodyToAsk: true } : {}),
    findings: findingsFor(pending, query.purpose.code, agency?.class),
    judicialProcessVerified,
    usage: {
      agencyRecordsToday:
        takesNothing && pending.foretells !== 'day' ? 0 : tally.recordsOfAgency(subject.agencyId),
      officerRecordsToday: recordsToday,
      releasing: takesNothing ? 0 : (found?.count ?? 0),
      ...(pending.of === 'standing_query' ? { waits: true } : {}),
      ...(takesNothing || pending.of !== 'reads' ? {} : { heldQueries: tally.heldOf(subject.agencyId) }),
      ...(queriesToday === undefined ? {} : { officerQueriesToday: queriesToday }),
      ...(patternQueriesToday === undefined ? {} : { patternQueriesToday }),
    },
    limits: deps.limits,
    approval,
    continues,
    ...(turn.past.refusedBefore ? { refusedBefore: true } : {}),
    ...(turn.past.rewording === null ? {} : { rewording: turn.past.rewording }),
    ...(turn.past.caseHistory === null ? {} : { caseHistory: turn.past.caseHistory }),
    ...(reporter === undefined
      ? {}
      : { reporterIsEligible: turn.facts.caseHistories.isEligibleReporter(reporter) }),
    ...(recordsHold === undefined || query.purpose.incident === undefined ? {} : { recordsHold }),
  };
  // A list is sent in whole pages, and a hit is one record.
  if (pending.of !== 'reads' || found === null || isDryRun) return input;
  return { ...input, usage: { ...input.usage, releasing: recordsThatFit(input, found.count) } };
}

const NOBODY: NamedOfficer = Object.freeze({ standing: 'new', recordsToday: 0 });
const IN_GOOD_STANDING: NamedOfficer = Object.freeze({ standing: 'active', recordsToday: 0 });

/** True if the answer may tell of the officer: never to a system, since each item says for whom it waits. */
function isToBeTold({ foretells, kind, subject }: PendingQuery, officer: OfficerKey): boolean {
  return kind !== 'dry_run' || (foretells !== undefined && officer.reference === subject.personId);
}

/** @param place 0: who asks; 1: whom a person names */
function factsOf(
  { enrolment, facts: { history, standings }, past: { codes }, pending, tally }: Turn,
  officer: OfficerKey,
  place: number,
): NamedOfficer {
  const repeated = isRepeated(pending);
  // Each partner that is asked counts as one query.
  const beside = Math.max(0, peersOf(pending).length - 1);
  const counted = repeated ? undefined : codes?.counted[place];
  // Nobody attests a training of a machine, but somebody does of the person behind it.
  const isMachine = isByMachine(pending) && officer.reference !== pending.subject.personId;
  return {
    standing: place === 0 ? enrolment.standingOf(officer) : enrolment.standingOfNamed(officer),
    ...(isMachine ? {} : { papers: enrolment.papersOf(officer) }),
    recordsToday:
      pending.foretells === 'standing' || repeated
        ? 0
        : tally.recordsOf(standings.officers.get(officerKey(officer)) ?? null),
    ...(counted === undefined
      ? {}
      : {
          queriesToday: history.releasesToday(counted.officer) + beside,
          patternQueriesToday: history.releasesToday(counted.pattern) + beside,
        }),
  };
}
