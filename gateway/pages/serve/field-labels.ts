/** Names the API's fields as the forms do: a person who reads a page has never seen the API's names. */
import { ENDPOINT_TERMS } from '../../hot-lists/delivery/endpoint.terms.ts';
import { SOURCE_TERMS } from '../../hot-lists/sources/source.terms.ts';
import { placed } from '../../http/schemas/terms.ts';
import { PROPOSED_TERMS } from '../../network/agreements/agreement.terms.ts';
import { PRESERVATION_TERMS } from '../../oversight/preservation/preservation.terms.ts';
import { TYPED_TERMS } from '../../oversight/processes/process.terms.ts';
import { AGENCY_TERMS } from '../../registry/agencies/agency.terms.ts';
import { GRANT_TERMS } from '../../registry/grants/grant.terms.ts';
import { ATTESTATION_TERMS } from '../../registry/officers/officer.terms.ts';
import { ROSTER_TERMS } from '../../registry/officers/roster.terms.ts';
import { READS_SOURCE_TERMS } from '../../registry/sources/source.terms.ts';

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

/** The labels of the forms that are made from a table of terms. */
const OF_TERMS = new Map(
  [
    AGENCY_TERMS,
    ATTESTATION_TERMS,
    ROSTER_TERMS,
    GRANT_TERMS,
    READS_SOURCE_TERMS,
    SOURCE_TERMS,
    ENDPOINT_TERMS,
    TYPED_TERMS,
    PRESERVATION_TERMS,
    PROPOSED_TERMS,
  ].flatMap((terms) =>
    placed(terms).flatMap(({ path, term }) =>
      term.label === undefined ? [] : [[path.join('.'), term.label] as const],
    ),
  ),
);

/** Sends a program to the pattern of a field, whose hint stands on the page. */
const FOR_PROGRAMS = /: see `\/openapi\.json`$/;

/** The header of a file has the API's names, which its writer has to see. */
const OF_HEADER = /^the header /;

/** Puts the label in place of the API's name, if a form has the field. */
export function inLabels(detail: string): string {
  if (OF_HEADER.test(detail)) return detail;
  return detail.replace(FOR_PROGRAMS, '').replace(/`([\w.]+)`/g, (name: string, member: string) => {
    const label = Object.hasOwn(LABELS, member) ? LABELS[member] : OF_TERMS.get(member);
    return label === undefined ? name : `“${label}”`;
  });
}
