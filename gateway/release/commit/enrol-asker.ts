/** Enrolls the asker with an answer, in a row that counts them; an officer whom a person names gets none. */
import { mayEnrol } from '../../../sharing-rules/enrolment.ts';
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { type Enrolment, officersOf } from '../facts/enrol-officers.ts';
import type { PendingQuery } from '../facts/pending-query.ts';

export interface Enrolled {
  /** The ids of the asker and of an officer whom a person names; null without a row. */
  readonly id: string | null;
  readonly namedId: string | null;
  /** The entry of a row that was made now. */
  readonly added: AuditEvent | null;
}

/**
 * Enrolls the asker. Anyone known keeps their row; else the rules decide, and a dry run, which is found by
 * its asker alone, enrolls nobody. Beyond the roster only a release that a reviewer approved makes a row, by
 * which its records are counted (P7). An officer whom a person names gets none.
 */
export function enrolAsker(
  { kind, query, subject }: PendingQuery,
  decision: Pick<Decision, 'effect' | 'reasons'>,
  agency: DecisionInput['agency'],
  enrolment: Enrolment,
): Enrolled {
  const [officer, named] = officersOf(subject, query);
  if (agency === null || officer === undefined) return { id: null, namedId: null, added: null };
  if (kind === 'dry_run') return { id: enrolment.idOf(officer), namedId: null, added: null };
  const namedId = named === undefined ? null : enrolment.idOf(named);
  const mayHaveRow = decision.effect === 'permit' || enrolment.mayHaveRow(officer);
  if (!mayEnrol(decision.reasons) || !mayHaveRow) {
    return { id: enrolment.idOf(officer), namedId, added: null };
  }
  const [{ id }, entered] = enrolment.enrol(officer);
  if (entered === null) return { id, namedId, added: null };
  const added: AuditEvent = {
    kind: entered === 'active' ? 'subject_enrolled' : 'subject_held',
    agency,
    grant: null,
    effect: null,
    mark: false,
    asker: { agency: subject.ori, officer: officer.reference, subjectId: id },
    owner: { roster: agency.roster },
  };
  return { id, namedId, added };
}
