/** The terms of an agreement and of a certification, for agencies and for grants. */
import { name } from '../../http/schemas/name.ts';
import { flag, orNull, type Shape } from '../../http/schemas/shapes.ts';
import type { Terms } from '../../http/schemas/terms.ts';

/** A day, `YYYY-MM-DD`; of a date-time, its day in UTC. */
const givenDay: Shape<string> = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date' }, { format: 'date-time' }],
};
const words = name(200);

/** C.R.S. 24-74-106. */
export const AGREEMENT_TERMS = {
  reference: {
    shape: words,
    label: 'Agreement',
    hint: 'Reference of the sharing agreement (C.R.S. 24-74-106).',
    fault: 'Name the sharing agreement (C.R.S. 24-74-106), for example MOU 2026-014.',
    codes: /^agreement(?!_expired)/,
    flag: '--agreement <reference>',
    option: 'reference of the sharing agreement',
  },
  signedOn: {
    shape: givenDay,
    label: 'Agreement signed on',
    fault: 'Give the day on which the agreement was signed.',
    flag: '--agreed-on <day>',
    option: 'day the agreement was signed',
  },
  expiresOn: {
    shape: orNull(givenDay),
    isOptional: true,
    label: 'Agreement ends on',
    hint: 'Leave it empty where the agreement has no end.',
    none: 'no end',
    codes: /^agreement_expired/,
    flag: '--agreement-until <day>',
    option: 'day the agreement ends',
  },
  article74: {
    shape: flag,
    label: 'The agreement ensures compliance with C.R.S. article 24-74',
    legend: 'Compliance',
    flag: '--article-74',
    option: 'the agreement ensures compliance with C.R.S. article 24-74',
  },
  officerMfa: {
    shape: flag,
    label: 'The agency attests a second factor of its officers',
    legend: 'Second factor',
    hint: 'Where the agency attests none, its officers have to sign in at the gateway themselves.',
    flag: '--officer-mfa',
    option: 'the agency attests second factors of its officers',
  },
} as const satisfies Terms;

/** C.R.S. 24-74-105. */
export const CERTIFICATION_TERMS = {
  signer: {
    shape: words,
    label: 'Certification signed by',
    hint: 'The certification under penalty of perjury (C.R.S. 24-74-105), renewed every year.',
    fault: 'Name who signed the agency’s certification (C.R.S. 24-74-105).',
    flag: '--certified-by <signer>',
    option: "who signed the agency's certification",
  },
  signedOn: {
    shape: givenDay,
    label: 'Certification signed on',
    fault: 'Give the day on which the certification was signed.',
    codes: /^certification/,
    flag: '--certified-on <day>',
    option: 'day it was signed',
  },
} as const satisfies Terms;

const sha256: Shape<string> = { type: 'string', pattern: '^[0-9a-f]{64}$' };

export const AGREEMENT_FILE_TERMS = {
  agreementFile: {
    shape: orNull(sha256),
    isOptional: true,
    label: 'SHA-256 of the agreement’s file',
    hint: 'Its 64 characters, as sha256sum prints them. Empty: none is kept any more.',
    flag: '--agreement-file <file>',
    option: 'signed file of its agreement; only its SHA-256 is sent',
  },
} as const satisfies Terms;
