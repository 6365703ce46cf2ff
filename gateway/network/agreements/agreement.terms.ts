/** The terms of an agreement with another gateway, each declared once for the API, the commands and the pages. */
import type { AgreementStatus, AgreementWord } from '../../../sharing-rules/network/agreement-states.ts';
import { SHARED_CLASSES } from '../../../sharing-rules/terms/agency.ts';
import { APPROVED_CODES } from '../../../sharing-rules/terms/purposes.ts';
import { name } from '../../http/schemas/name.ts';
import { oneOf, type Shape } from '../../http/schemas/shapes.ts';
import type { Terms } from '../../http/schemas/terms.ts';
import { GRANT_TERMS, SHARED_TERMS } from '../../registry/grants/grant.terms.ts';

export const AGREEMENT_STATUS_WORDS: Readonly<Record<AgreementStatus, string>> = {
  proposed: 'Proposed',
  in_force: 'In force',
  ended: 'Ended',
  rejected: 'Rejected',
  replaced: 'Replaced',
};

export const PAST_TENSE: Readonly<Record<AgreementWord, string>> = {
  accept: 'accepted',
  reject: 'rejected',
  end: 'ended',
};

const address: Shape<string> = { type: 'string', format: 'uri', maxLength: 500 };
const moment: Shape<string> = { type: 'string', maxLength: 40, format: 'date-time' };
const upTo = (maximum: number): Shape<number> => ({ type: 'integer', minimum: 1, maximum });
const some = <Word extends string>(words: readonly Word[]): Shape<readonly Word[]> => ({
  ...{ type: 'array', minItems: 1, maxItems: words.length, uniqueItems: true },
  items: oneOf(...words),
});

/** Describes the other party, as its gateway's `/.well-known/oauth-protected-resource` does. */
export const PARTY_TERMS = {
  resource: {
    shape: address,
    label: 'Gateway',
    hint: 'Address of the other gateway: the audience of tokens.',
    flag: '--resource <url>',
    option: 'address of the other gateway, the audience of tokens',
  },
  issuer: {
    shape: address,
    label: 'Issuer',
    hint: 'The “iss” of the tokens by which the other gateway signs in here.',
    flag: '--issuer <url>',
    option: 'issuer of the tokens by which the other gateway signs in here',
  },
  logKey: {
    shape: { type: 'string', minLength: 1, maxLength: 400 } as Shape<string>,
    label: 'Key of its log',
    hint: 'The verifier key with which the other gateway signs; compare it by phone.',
    flag: '--log-key <vkey>',
    option: 'verifier key of the log of the other gateway',
  },
} as const satisfies Terms;

/** Says what one of them gives the other. */
export const OF_GIVEN = {
  purposes: { ...GRANT_TERMS.purposes, shape: some(APPROVED_CODES) },
  dataClasses: {
    ...SHARED_TERMS.dataClasses,
    shape: some(SHARED_CLASSES),
    option: `some of these, with commas between: ${SHARED_CLASSES.join(', ')}`,
  },
  lookBackDays: { ...GRANT_TERMS.lookBackDays, shape: upTo(30) },
  dailyRecords: { ...GRANT_TERMS.dailyRecords, shape: upTo(2_147_483_647) },
  retentionDays: {
    shape: upTo(3_650),
    label: 'Reads are kept, in days',
    unit: 'days',
    otherwise: 30,
    flag: '--retention <days>',
    option: 'days for which the giver keeps its reads',
  },
} as const satisfies Terms;

/** @param who beginning of its labels @param flag beginning of its options */
function givenBy<const Who extends string, const Flag extends string>(who: Who, flag: Flag) {
  const told = (term: (typeof OF_GIVEN)[keyof typeof OF_GIVEN]) => ({
    label: `${who}: ${term.label.toLowerCase()}`,
    flag: term.flag.replace('--', `--${flag}-`),
  });
  return {
    members: {
      purposes: { ...OF_GIVEN.purposes, ...told(OF_GIVEN.purposes) },
      dataClasses: { ...OF_GIVEN.dataClasses, ...told(OF_GIVEN.dataClasses) },
      lookBackDays: { ...OF_GIVEN.lookBackDays, ...told(OF_GIVEN.lookBackDays) },
      dailyRecords: { ...OF_GIVEN.dailyRecords, ...told(OF_GIVEN.dailyRecords) },
      retentionDays: { ...OF_GIVEN.retentionDays, ...told(OF_GIVEN.retentionDays) },
    },
  } as const;
}

/** Lists what an administrator fills in; the document adds this agency and the registered name of the other. */
export const AGREEMENT_TERMS = {
  partner: {
    shape: GRANT_TERMS.partner.shape,
    label: 'Agency',
    hint: 'Its ORI, as the registry has it.',
    flag: '--agency <agency>',
    option: 'ORI of the agency, or its name',
  },
  ...PARTY_TERMS,
  clientId: {
    shape: name(255),
    isOptional: true,
    label: 'Client',
    hint: 'The client by which the other gateway signs in here: its engineer knows the name. Without it, its answer comes as a file.',
    flag: '--client <id>',
    option: 'client by which the other gateway signs in here; without it, its answer comes as a file',
  },
  weGive: givenBy('We give', 'we'),
  theyGive: givenBy('They give', 'they'),
  from: {
    shape: moment,
    isOptional: true,
    label: 'From',
    hint: 'Leave it empty to begin at once. In UTC, for example 2026-12-01T00:00:00Z.',
    flag: '--from <time>',
    option: 'beginning, e.g. 2026-12-01; default: now',
  },
  until: {
    shape: moment,
    label: 'Until',
    hint: 'In UTC, for example 2027-12-01T00:00:00Z.',
    fault: 'Give the end of the agreement, for example 2027-12-01T00:00:00Z.',
    flag: '--until <time>',
    option: 'end of the agreement, e.g. 2027-12-01',
  },
  replaces: {
    shape: { type: 'string', pattern: '^sha256:[0-9a-f]{64}$' } as Shape<string>,
    isOptional: true,
    label: 'Replaces',
    hint: 'Id of the agreement in force that ends as this one begins. Leave it empty if there is none.',
    flag: '--replaces <id>',
    option: 'id of the agreement in force that ends as this one begins',
  },
} as const satisfies Terms;

/** The member of a proposal's body that an administrator fills in, in place of the document of the other side. */
export const PROPOSED_TERMS = { terms: { members: AGREEMENT_TERMS } } as const satisfies Terms;
