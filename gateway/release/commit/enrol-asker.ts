/** Who asks has a row from an answer on, by which they are counted; whom a person names gets none. */
import { mayEnrol } from '../../../sharing-rules/enrolment.ts';
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { AuditEvent } from '../../audit/seal-events.ts';
import { type Enrolment, officersOf } from '../facts/enrol-officers.ts';
import type { PendingQuery } from '../facts/pending-query.ts';

export interface Enrolled {
  /** Of who asks, and of whom a person names; null of one who has no row. */
  readonly id: string | null;
  readonly namedId: string | null;
  /** The entry of a row that was made now. */
  readonly added: AuditEvent | null;
}

/**
 * Anyone who is known keeps the row; the rules say who gets one, and nobody does by a dry run, which is found by who asked
 * it alone: of whom she names, her standing is not judged there. Beyond the roster only a
 * release makes one, which a reviewer approved: its records are counted on it (P7). Of whom a person names none is
 * made.
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
    officerId: id,
  };
  return { id, namedId, added };
}
