/** What an entry says, as one line for people: commands and pages tell it alike. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { ListedEntry } from './audit-search.schema.ts';

/** Null where it was erased; absent where it was not asked for. */
export type SayingEntryView = Pick<ListedEntry, 'purpose' | 'says'>;

/**
 * E.g. `Officer Seven (officer-7), case CR-2026-0142, plate DEMO001, Stolen vehicle, 3 reads: "sedan stolen …"`.
 * @param nameOf names a person of the owner
 */
export function saidInWords({ purpose, says }: SayingEntryView, nameOf: (id: string) => string): string {
  if (says === undefined) return '';
  if (says === null) return 'no longer kept';
  const { by, caseNumber, incident, justification, officer, plate, reason, records } = says;
  const facts = [
    by === null ? null : `by ${nameOf(by)}`,
    officer === null ? null : `${officer.name} (${officer.reference})`,
    caseNumber === null ? null : `case ${caseNumber}`,
    plate === null ? null : `plate ${plate}`,
    purpose === null ? null : (findPurpose(purpose)?.title ?? purpose),
    incident === null ? null : `stated: ${incident}`,
    records === null ? null : `${records} read${records === 1 ? '' : 's'}`,
  ].filter((fact) => fact !== null);
  const words = justification ?? reason;
  return `${facts.join(', ')}${words === null ? '' : `${facts.length === 0 ? '' : ': '}“${words}”`}`;
}
