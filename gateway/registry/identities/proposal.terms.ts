/** The terms of a client, a person and an issuer that are proposed, for the API, the commands and the pages. */
import { name } from '../../http/schemas/name.ts';
import { anyObject, type Shape } from '../../http/schemas/shapes.ts';
import type { Terms } from '../../http/schemas/terms.ts';

const address: Shape<string> = { type: 'string', format: 'uri', maxLength: 500 };
// The pattern of the column: it admits no two ids that look alike to the eye.
const employeeId: Shape<string> = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' };

const ofIssuer = {
  shape: address,
  isOptional: true,
  label: 'Issuer',
  hint: 'As the list of issuers has it. Leave it empty if only one is registered.',
  flag: '--issuer <url>',
  option: 'its issuer; default: the one that there is',
} as const;

export const CLIENT_TERMS = {
  clientId: { shape: name(255), label: 'Client id', hint: 'As its issuer calls it.' },
  publicKey: {
    shape: anyObject,
    isOptional: true,
    label: 'Public key (JWK)',
    hint: 'With which it signs in at its issuer, ES256 (P-256) or PS256 (RSA), as JSON. Its issuer needs the same key.',
    flag: '--public-key <file>',
    option: 'file of the public key (JWK) with which it signs in at its issuer',
  },
  issuer: ofIssuer,
} as const satisfies Terms;

export const PERSON_TERMS = {
  subject: { shape: name(255), label: 'Sign-in at the issuer', hint: 'The “sub” of the person’s tokens.' },
  name: { shape: name(200), label: 'Name', flag: '--name <name>', option: 'name of the person' },
  employeeId: {
    shape: employeeId,
    isOptional: true,
    label: 'Employee number',
    flag: '--employee <number>',
    option: "the agency's number of the person",
  },
  issuer: ofIssuer,
} as const satisfies Terms;

export const ISSUER_TERMS = {
  issuer: { shape: address, label: 'Issuer', hint: 'The “iss” of its tokens. Begins with https://.' },
  jwksUri: {
    shape: address,
    label: 'Address of its keys',
    hint: 'The only place that its keys are fetched from.',
    flag: '--jwks-uri <url>',
    option: 'address of its keys, the only place that they are fetched from',
  },
} as const satisfies Terms;

/** The kinds, with the member that names one of it. */
export const PROPOSABLE = {
  client: { terms: CLIENT_TERMS, named: 'clientId', ofAgency: true },
  person: { terms: PERSON_TERMS, named: 'subject', ofAgency: true },
  issuer: { terms: ISSUER_TERMS, named: 'issuer', ofAgency: false },
} as const;

export type ProposableKind = keyof typeof PROPOSABLE;
