/** What an entry says, as one line for people: commands and pages tell it alike. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';

/** Of an entry in a list, where its reader asked for it. */
export interface Said {
  readonly officer: { readonly reference: string; readonly name: string } | null;
  readonly plate: string | null;
  readonly caseNumber: string | null;
  readonly justification: string | null;
  readonly records: number | null;
  /** Id of a person of the owner. */
  readonly by: string | null;
  readonly reason: string | null;
}

export interface SayingEntryView {
  readonly purpose: string | null;
  /** Null where it was erased; absent where it was not asked for. */
  readonly says?: Said | null;
}

/**
 * E.g. `Officer Seven (officer-7), case CR-2026-0142, plate DEMO001, Stolen vehicle, 3 reads: "sedan stolen …"`.
 * @param nameOf names a person of the owner
 */
export function saidInWords({ purpose, says }: SayingEntryView, nameOf: (id: string) => string): string {
  if (says === undefined) return '';
  if (says === null) return 'no longer kept';
  const { by, caseNumber, justification, officer, plate, reason, records } = says;
  const facts = [
    by === null ? null : `by ${nameOf(by)}`,
    officer === null ? null : `${officer.name} (${officer.reference})`,
    caseNumber === null ? null : `case ${caseNumber}`,
    plate === null ? null : `plate ${plate}`,
    purpose === null ? null : (findPurpose(purpose)?.title ?? purpose),
    records === null ? null : `${records} read${records === 1 ? '' : 's'}`,
  ].filter((fact) => fact !== null);
  const words = justification ?? reason;
  return `${facts.join(', ')}${words === null ? '' : `${facts.length === 0 ? '' : ': '}“${words}”`}`;
}
