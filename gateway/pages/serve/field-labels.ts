/** Names the API's fields as the forms do: a person who reads a page has never seen the API's names. */
import { placed, type Terms } from '../../http/schemas/terms.ts';

export const LABELS: Readonly<Record<string, string>> = {
  agency: 'Agency',
  caseNumber: 'Case number',
  dueAt: 'To be closed by',
  entries: 'Log entries that show it',
  from: 'From',
  kind: 'Kind',
  note: 'Note',
  officer: 'Officer',
  owner: 'Person',
  plate: 'Plate',
  'plate.number': 'Plate',
  'plate.state': 'State',
  'purpose.caseNumber': 'Case number',
  'purpose.incident.agencyOri': 'Which agency',
  'purpose.incident.occurred.from': 'When it happened',
  'purpose.incident.occurred.to': 'Until',
  'purpose.justification': 'In your words',
  reason: 'Reason',
  summary: 'What happened',
  to: 'To',
  verdict: 'The officer’s part in it',
};

/** Sends a program to the pattern of a field, whose hint stands on the page. */
const FOR_PROGRAMS = /: see `\/openapi\.json`$/;

/** The header of a file has the API's names, which its writer has to see. */
const OF_HEADER = /^the header /;

/** Puts the label in place of the API's name, if a form has the field. @param terms of the page's own form */
export function inLabels(detail: string, terms: Terms = {}): string {
  if (OF_HEADER.test(detail)) return detail;
  const own = new Map(placed(terms).map(({ path, term }) => [path.join('.'), term.label]));
  return detail.replace(FOR_PROGRAMS, '').replace(/`([\w.]+)`/g, (name: string, member: string) => {
    const label = Object.hasOwn(LABELS, member) ? LABELS[member] : own.get(member);
    return label === undefined ? name : `“${label}”`;
  });
}
