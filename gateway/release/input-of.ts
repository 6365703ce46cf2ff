/** Everything that the decision under the lock depends on, from what waits and what was read. */
import { findingsFor } from '../../sharing-rules/narrative/out-of-character.ts';
import type { DecisionInput } from '../../sharing-rules/terms.ts';
import type { Approved } from './approval-of.ts';
import type { UsageTally } from './count-usage.ts';
import { type Enrolment, officerOf } from './enrol-officers.ts';
import type { Ground, JudgeDeps } from './ground.ts';
import type { HistoryCodes } from './history-store.ts';
import type { PendingQuery } from './pending-query.ts';
import { officerKey } from './standing-store.ts';

/** A query of a batch, and what is known as its turn comes. */
export interface Turn {
  readonly pending: PendingQuery;
  readonly ground: Ground;
  readonly past: { readonly codes: HistoryCodes | null; readonly refusedBefore: boolean };
  readonly approved: Approved;
  /** With what the queries before it added. */
  readonly enrolment: Enrolment;
  readonly tally: UsageTally;
}

/** A dry run tells nothing of quotas and suspensions (design §6): it is judged as an officer in good standing. */
export function inputOf(turn: Turn, deps: JudgeDeps): DecisionInput {
  const { pending, enrolment, tally } = turn;
  const { facts, standings, now, history } = turn.ground;
  const { codes, refusedBefore } = turn.past;
  const { approval, judicialProcessVerified, continues } = turn.approved;
  const { subject, query, found } = pending;
  const { agency = null, grant = null } = facts.agencies.get(subject.agencyId) ?? {};
  const officer = officerOf(subject, query);
  const row = officer === null ? undefined : standings.officers.get(officerKey(officer));
  const dryRun = pending.kind === 'dry_run';
  return {
    now: now.getTime(),
    owner: deps.owner,
    halted: facts.halted,
    dataClass: pending.dataClass ?? 'reads',
    subject,
    agency,
    grant,
    officer: dryRun ? 'active' : enrolment.standingOf(officer),
    ...(dryRun || officer === null || pending.byMachine
      ? {}
      : { officerPapers: enrolment.papersOf(officer) }),
    query,
    findings: findingsFor(pending, query.purpose.code, agency?.class),
    judicialProcessVerified,
    usage: dryRun
      ? { agencyRecordsToday: 0, officerRecordsToday: 0, releasing: 0 }
      : {
          ...tally.usageOf(subject.agencyId, row ?? null, found?.count ?? 0),
          ...(codes === null
            ? {}
            : {
                officerQueriesToday: history.releasesToday(codes.officer),
                patternQueriesToday: history.releasesToday(codes.pattern),
              }),
        },
    limits: deps.limits,
    approval,
    continues,
    ...(refusedBefore ? { refusedBefore } : {}),
  };
}
