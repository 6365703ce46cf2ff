/** Tells in one line what an entry says; commands and pages say it alike. */
import { findPurpose } from '../../../sharing-rules/terms/purposes.ts';
import type { ListedEntry } from './audit-search.schema.ts';

/** `says` is null if it was erased, and absent if it was not asked for. */
export type SayingEntryView = Pick<ListedEntry, 'purpose' | 'says'>;

/**
 * Returns, e.g., `Officer Seven (officer-7), case CR-2026-0142, plate DEMO001, 3 reads: “sedan …”`.
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
