/** The terms of an officer's attestation, and the words of lists, for the API, commands and pages. */
import type { EnrolledStanding } from '../../../sharing-rules/terms/asker.ts';
import { day, flag, type Shape } from '../../http/schemas/shapes.ts';
import { named, type Terms } from '../../http/schemas/terms.ts';

export const STANDING_WORDS: Readonly<Record<EnrolledStanding, string>> = {
  active: 'May ask if a grant is in force',
  held: 'Beyond the roster: queries wait for a reviewer',
  inactive: 'No release for 90 days',
  suspended: 'Suspended',
};

const employerOri: Shape<string> = { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' };

export const ATTESTATION_TERMS = {
  employerOri: {
    shape: employerOri,
    label: 'ORI of the employer',
    flag: '--employer <ori>',
    option: 'ORI of the employer',
  },
  federalDetail: {
    shape: flag,
    label: 'Detailed to a federal agency or task force',
    // These are two buttons and no box, so that neither answer is preset.
    choices: named({ no: 'No', yes: 'Yes' }),
    none: 'Choose',
    flag: '--federal-detail <answer>',
    option: 'detailed to a federal agency',
  },
  trainedOn: {
    shape: day,
    label: 'Day of the training',
    flag: '--trained-on <day>',
    option: 'day of the training, e.g. 2026-06-01',
  },
} as const satisfies Terms;
