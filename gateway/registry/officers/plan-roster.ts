/** Plans what each row of a roster does: whom it adds, what it changes, and why one is refused. */
import { isDeepStrictEqual } from 'node:util';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { decideAttestation, papersOf } from '../../../sharing-rules/terms/attestation.ts';
import { foldOfficerId, namesOfficer } from '../../../sharing-rules/terms/officer-id.ts';
import type { AttestedFacts, EnrolledSubject } from './officers-store.ts';
import type { RosterLine } from './read-roster.ts';
import type { RosterOutcome, RosterRow } from './roster.schema.ts';

export interface PlannedRow extends RosterRow {
  /** The reference as officers are kept by, and the gateway's own id of one who is enrolled. */
  readonly key: string;
  readonly id: string | null;
  /** The facts to be attested anew; null if nothing is. */
  readonly attest: AttestedFacts | null;
  /** The standing of an officer who is added; null for everybody else. */
  readonly standing: 'active' | 'held' | null;
}

export interface Planned {
  readonly agency: Pick<Agency, 'oris'>;
  /** The officers who are enrolled, by reference. */
  readonly known: ReadonlyMap<string, EnrolledSubject>;
  readonly places: number;
  readonly now: number;
}

export const keyOf = (row: RosterLine): string =>
  foldOfficerId('officer' in row ? row.officer.reference : row.reference);

export function planRoster(
  rows: readonly RosterLine[],
  { agency, known, now, places }: Planned,
): PlannedRow[] {
  let left = places;
  return rows.map((row) => {
    const { line } = row;
    const { name, reference } = 'officer' in row ? row.officer : row;
    const key = keyOf(row);
    const officer = known.get(key) ?? null;
    const planned = (outcome: RosterOutcome, reason: string | null, more: Partial<PlannedRow> = {}) => ({
      ...{
        line,
        reference,
        name,
        outcome,
        reason,
        key,
        id: officer?.id ?? null,
        attest: null,
        standing: null,
      },
      ...more,
    });
    if (!('officer' in row)) return planned('refused', row.fault);
    const attestation = row.officer.attestation ?? null;
    const fault = faultOf(row.officer, { officer, agency, now });
    if (fault !== null) return planned('refused', fault);
    if (officer === null) {
      left -= 1;
      return left >= 0
        ? planned('added', null, { attest: attestation, standing: 'active' })
        : planned('added', BEYOND, { attest: attestation, standing: 'held' });
    }
    if (attestation === null || isAttested(officer, attestation, now)) return planned('unchanged', null);
    return planned('changed', 'is attested anew', { attest: attestation });
  });
}

const BEYOND = 'beyond the roster: their queries wait for a reviewer until the agency’s roster is larger';

interface Beside extends Pick<Planned, 'agency' | 'now'> {
  readonly officer: EnrolledSubject | null;
}

function faultOf(
  { attestation = null, name, reference }: Extract<RosterLine, { officer: unknown }>['officer'],
  { agency, now, officer }: Beside,
): string | null {
  if (!namesOfficer(reference)) return '`reference` has neither a letter nor a digit';
  // An id that is given to somebody else would carry quotas, suspensions and attestations over to them.
  if (officer !== null && plain(officer.name) !== plain(name)) {
    return 'this id is enrolled under another name: write the name as it stands, or give the other officer another id';
  }
  if (attestation === null) return null;
  if (!(Date.parse(attestation.trainedOn) <= now)) return '`trainedOn` must be a day in the past';
  if (decideAttestation(agency, attestation).length > 0) {
    return 'may not ask, being employed elsewhere or detailed to a federal agency: take the line out, and attest that of an enrolled officer alone, which suspends them';
  }
  return null;
}

const plain = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** Tells whether the same is attested already, and is not about to be renewed. */
function isAttested(
  { attestation, attestedAt }: EnrolledSubject,
  wanted: AttestedFacts,
  now: number,
): boolean {
  if (attestation === null || attestedAt === null || !isDeepStrictEqual(attestation, { ...wanted }))
    return false;
  const papers = { attestedAt: attestedAt.getTime(), trainedOn: Date.parse(attestation.trainedOn) };
  return papersOf(papers, now) !== 'attestation_expired';
}
