/** The terms of a grant, each declared once for the API, the commands and the pages. */
import { DATA_CLASSES, type DataClass, type ShownGrantStatus } from '../../../sharing-rules/terms/agency.ts';
import { APPROVED_CODES, PURPOSES } from '../../../sharing-rules/terms/purposes.ts';
import type { Shape } from '../../http/schemas/shapes.ts';
import { named, type Terms } from '../../http/schemas/terms.ts';
import { AGREEMENT_TERMS, CERTIFICATION_TERMS } from '../agencies/agreement.terms.ts';

export const GRANT_STATUS_WORDS: Readonly<Record<ShownGrantStatus, string>> = {
  proposed: 'Waits for approval',
  active: 'In force',
  revoked: 'Revoked',
  withdrawn: 'Withdrawn',
  expired: 'Expired',
};

const DATA_CLASS_WORDS: Readonly<Record<DataClass, string>> = {
  reads: 'Reads',
  hits: 'Hits on hot lists',
  hot_lists: 'Hot lists',
  own: 'Own use of the owner',
};

/** The form is not checked here: a malformed ORI is a decision with a reason code. */
const partner: Shape<string> = { type: 'string', minLength: 1, maxLength: 32 };
const purposes: Shape<readonly string[]> = {
  type: 'array',
  minItems: 1,
  maxItems: 64,
  uniqueItems: true,
  items: { type: 'string', minLength: 1, maxLength: 64 },
};
const dataClasses: Shape<readonly DataClass[]> = {
  type: 'array',
  minItems: 1,
  uniqueItems: true,
  items: { enum: DATA_CLASSES },
};
const lookBackDays: Shape<number> = { type: 'integer', minimum: 1, maximum: 30 };
/** The range of the column, which the API has always taken, so that forms and pages take it, too. */
const dailyRecords: Shape<number> = { type: 'integer', minimum: 1, maximum: 2_147_483_647 };
const validUntil: Shape<string> = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date-time' }, { format: 'date' }],
};

export const GRANT_TERMS = {
  partner: { shape: partner, flag: '--agency <agency>', option: 'ORI of the agency, or its name' },
  purposes: {
    shape: purposes,
    label: 'Purposes',
    hint: 'Only what Policy 420 and C.R.S. 24-74 approve is listed. Each query must state one of them.',
    fault: 'Choose at least one purpose.',
    choices: PURPOSES.filter(({ answer }) => answer === 'approved').map(({ clause, code, title }) => ({
      ...{ value: code, name: title, clause },
    })),
    takesAll: true,
    codes: /^purpose/,
    flag: '--purposes <list>',
    option: `\`all\`, or some of these, with commas between: ${APPROVED_CODES.join(', ')}`,
  },
  dataClasses: {
    shape: dataClasses,
    label: 'Data',
    fault: 'Choose at least one kind of data.',
    choices: named(DATA_CLASS_WORDS),
    otherwise: ['reads'],
    flag: '--data <list>',
    option: `some of these, with commas between: ${DATA_CLASSES.join(', ')}`,
  },
  lookBackDays: {
    shape: lookBackDays,
    label: 'Oldest reads, in days',
    hint: 'At most 30 (Policy 420.7).',
    unit: 'days',
    otherwise: 30,
    flag: '--look-back <days>',
    option: 'oldest reads, at most 30 days',
  },
  dailyRecords: {
    shape: dailyRecords,
    label: 'Records a day, at most',
    unit: 'records a day',
    otherwise: 1_000,
    flag: '--daily-records <count>',
    option: 'at most so many records a day',
  },
  validUntil: {
    shape: validUntil,
    label: 'Until',
    hint: 'The grant ends at 00:00 UTC of this day: the day before is the last on which reads are shared.',
    fault: 'Give the day on which the grant ends.',
    codes: /^grant_expired/,
    flag: '--until <time>',
    option: 'end of the grant, e.g. 2027-06-30',
  },
  agreement: {
    members: {
      ...AGREEMENT_TERMS,
      article74: {
        ...AGREEMENT_TERMS.article74,
        fault:
          'Confirm that the agreement ensures compliance with C.R.S. 24-74, or amend the agreement first.',
      },
    },
  },
  certification: { members: CERTIFICATION_TERMS },
} as const satisfies Terms;

const { agreement, certification, dataClasses: data } = GRANT_TERMS;

/** The terms that a form for a partner's grant asks for. */
export const SHARED_TERMS = {
  ...GRANT_TERMS,
  dataClasses: { ...data, choices: data.choices.filter(({ value }) => value !== 'own') },
} as const satisfies Terms;

const { article74, officerMfa, reference, signedOn } = agreement.members;

const { agreement: _papers, ...underAgreement } = SHARED_TERMS;
/** The terms that the form asks for where the grant names an agreement with the partner's gateway. */
export const UNDER_TERMS: Terms = underAgreement;

/**
 * The terms as they are sent. The owner's own use takes no certification, and of an agreement only the word that its
 * officers have a second factor; an agreement between two gateways is named by its id alone: `to-proposal.ts` asks all others
 * for the rest.
 */
export const SENT_TERMS = {
  ...GRANT_TERMS,
  agreement: {
    members: {
      ...agreement.members,
      reference: { ...reference, isOptional: true },
      signedOn: { ...signedOn, isOptional: true },
      article74: { ...article74, isOptional: true },
      officerMfa: { ...officerMfa, isOptional: true },
      id: {
        shape: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } as Shape<string>,
        isOptional: true,
        flag: '--under <agreement>',
        option:
          'agreement with its gateway, by its id or the ORI of the agency, in place of the options on an agreement',
      },
    },
  },
  certification: {
    members: {
      signer: { ...certification.members.signer, isOptional: true },
      signedOn: { ...certification.members.signedOn, isOptional: true },
    },
    isOptional: true,
  },
} as const satisfies Terms;

/** The terms that the form for the owner's own use asks for. */
export const OWN_TERMS = {
  purposes: GRANT_TERMS.purposes,
  lookBackDays: GRANT_TERMS.lookBackDays,
  dailyRecords: GRANT_TERMS.dailyRecords,
  validUntil: GRANT_TERMS.validUntil,
  agreement: {
    members: {
      officerMfa: {
        ...agreement.members.officerMfa,
        label: 'Our officers sign in with a second factor',
        hint: 'Where this is not so, no system of ours asks: officers have to sign in at the gateway themselves.',
      },
    },
  },
} as const satisfies Terms;
