/** A file of what an owner registers: issuers, agencies, persons, clients. */
import type { Role } from '../../../sharing-rules/terms/asker.ts';
import { ROLES } from '../../../sharing-rules/terms/roles.ts';
import { compileSchemaAllErrors } from '../../http/schema.ts';
import { name } from '../../http/schemas/name.ts';
import { type AgencyBody, agencySchema } from '../agencies/agency.schema.ts';
import { ori } from '../agencies/agency.terms.ts';

export interface IssuerItem {
  readonly issuer: string;
  readonly jwksUri: string;
  /** True for the owner's own, which alone may stand behind roles. */
  readonly assertsRoles: boolean;
}

export interface PersonItem {
  readonly issuer: string;
  /** The `sub` of the person's tokens. */
  readonly subject: string;
  readonly name: string;
  /** One of the ORIs of the agency. */
  readonly ori: string;
  readonly roles: readonly Role[];
  /** The agency's id of the human being, the same for each sign-in; needed with a role. */
  readonly employeeId?: string | null;
  /** The mail address for notices; if absent, it stays as it is; null removes it. */
  readonly email?: string | null;
}

export interface ClientItem {
  readonly issuer: string;
  readonly clientId: string;
  /** One of the ORIs of the agency. */
  readonly ori: string;
  /** Subject of the person, at the same issuer, whose client it is; null for a system's. */
  readonly actsFor: string | null;
}

/** The lists of a file; one that is left out adds nothing. */
export interface Registration {
  readonly issuers?: readonly IssuerItem[];
  readonly agencies?: readonly AgencyBody[];
  readonly persons?: readonly PersonItem[];
  readonly clients?: readonly ClientItem[];
}

const URL_TEXT = { type: 'string', format: 'uri', maxLength: 500 } as const;
const NAME = name(255);

/** Requires each member but optional ones, since nothing that decides about access has a default. */
const items = (properties: object, optional: object = {}) => ({
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  },
});

export const validateRegistration = compileSchemaAllErrors<Registration>({
  type: 'object',
  additionalProperties: false,
  properties: {
    issuers: items({ issuer: URL_TEXT, jwksUri: URL_TEXT, assertsRoles: { type: 'boolean' } }),
    agencies: { type: 'array', items: agencySchema },
    persons: items(
      {
        issuer: URL_TEXT,
        subject: NAME,
        name: name(200),
        ori,
        roles: { type: 'array', uniqueItems: true, items: { enum: ROLES } },
      },
      // The pattern of the column: it admits no two ids that look alike to the eye.
      {
        employeeId: { type: ['string', 'null'], pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$' },
        email: { type: ['string', 'null'], pattern: '^[^@\\s<>]+@[^@\\s<>]+$', maxLength: 254 },
      },
    ),
    clients: items({
      issuer: URL_TEXT,
      clientId: NAME,
      ori,
      actsFor: { ...NAME, type: ['string', 'null'] },
    }),
  },
});
