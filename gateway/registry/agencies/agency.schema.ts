/** An agency as administrators send it: whole when registered, in part when changed. */
import type { AgencyClass, AgencyStatus } from '../../../sharing-rules/terms/agency.ts';
import { AGENCY_CLASSES } from '../../../sharing-rules/terms/agency-classes.ts';
import { STATES } from '../../../sharing-rules/terms/states.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  type AgreementBody,
  agreementSchema,
  type CertificationBody,
  certificationSchema,
} from './agreement.schema.ts';

interface FieldsBody {
  readonly oris?: readonly string[];
  readonly name: string;
  readonly class: AgencyClass;
  readonly state: string;
  readonly county?: string | null;
  readonly boundByArticle74: boolean;
  readonly has287g: boolean;
  readonly federalMembers: boolean;
  readonly status: AgencyStatus;
  readonly roster?: number;
  readonly agreement?: AgreementBody | null;
  readonly certification?: CertificationBody | null;
}

export interface AgencyBody extends FieldsBody {
  readonly ori: string;
}

/** Members that are not sent stay as they are. */
export interface AgencyChangeBody extends Partial<FieldsBody> {
  /** Public JWK (RFC 7517) that answers to the agency are encrypted for; null takes it away. */
  readonly encryptionKey?: object | null;
  /** Why; goes into the log entry's detail. */
  readonly reason?: string;
}

const ORI = { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' } as const;

const fields = {
  oris: { type: 'array', items: ORI, minItems: 1, maxItems: 200, uniqueItems: true },
  name: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
  class: { enum: AGENCY_CLASSES.map((rule) => rule.class) },
  state: { enum: STATES },
  county: { anyOf: [{ type: 'string', minLength: 1, maxLength: 100 }, { type: 'null' }] },
  boundByArticle74: { type: 'boolean' },
  has287g: { type: 'boolean' },
  federalMembers: { type: 'boolean' },
  status: { enum: ['draft', 'active', 'suspended', 'retired'] },
  roster: { type: 'integer', minimum: 0, maximum: 1_000_000 },
  agreement: { anyOf: [agreementSchema, { type: 'null' }] },
  certification: { anyOf: [certificationSchema, { type: 'null' }] },
} as const;

export const agencySchema = {
  $id: 'Agency',
  type: 'object',
  additionalProperties: false,
  // Nothing that decides about access has a default.
  required: ['ori', 'name', 'class', 'state', 'boundByArticle74', 'has287g', 'federalMembers', 'status'],
  properties: { ori: ORI, ...fields },
} as const;

export const agencyChangeSchema = {
  $id: 'AgencyChange',
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    ...fields,
    // Which members it must have is for the check of the key to say.
    encryptionKey: { type: ['object', 'null'] },
    reason: { type: 'string', maxLength: 500 },
  },
} as const;

export const validateAgency = compileSchema<AgencyBody>(agencySchema);
export const validateAgencyChange = compileSchema<AgencyChangeBody>(agencyChangeSchema);
