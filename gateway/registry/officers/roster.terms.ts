/** The terms of an officer on an agency's roster, each declared once for the API, the CSV file, the commands and the pages. */
import { line, name } from '../../http/schemas/name.ts';
import type { Terms } from '../../http/schemas/terms.ts';
import { ATTESTATION_TERMS } from './officer.terms.ts';

export const ROSTER_TERMS = {
  reference: {
    shape: line(64),
    label: 'Officer’s ID at the agency',
    hint: 'As the agency sends it with queries, for example officer-1.',
  },
  name: { shape: name(128), label: 'Name', flag: '--name <name>', option: 'name of the officer' },
  attestation: { members: ATTESTATION_TERMS, isNullable: true, isOptional: true },
} as const satisfies Terms;

/** The columns of a CSV file; what is attested is left out as a whole, or given as a whole. */
export const ROSTER_CSV = {
  all: ['reference', 'name', ...Object.keys(ATTESTATION_TERMS)],
  required: ['reference', 'name'],
} as const;
