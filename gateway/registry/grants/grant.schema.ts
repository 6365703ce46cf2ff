/** A grant as an administrator proposes it (design: "what the outside sees"). */
import type { DataClass } from '../../../sharing-rules/terms/agency.ts';
import { compileSchema } from '../../http/schema.ts';
import {
  type AgreementBody,
  agreementSchema,
  type CertificationBody,
  certificationSchema,
} from '../agencies/agreement.schema.ts';

export interface GrantBody {
  /** Not held to the form of an ORI here: a malformed one is a decision with a reason code. */
  readonly partner: string;
  readonly purposes: readonly string[];
  readonly dataClasses: readonly DataClass[];
  readonly lookBackDays: number;
  readonly dailyRecords: number;
  readonly validUntil: string;
  readonly agreement: AgreementBody;
  readonly certification: CertificationBody;
}

export const grantSchema = {
  $id: 'GrantProposal',
  type: 'object',
  additionalProperties: false,
  required: [
    'partner',
    'purposes',
    'dataClasses',
    'lookBackDays',
    'dailyRecords',
    'validUntil',
    'agreement',
    'certification',
  ],
  properties: {
    partner: { type: 'string', minLength: 1, maxLength: 32 },
    purposes: {
      type: 'array',
      minItems: 1,
      maxItems: 64,
      uniqueItems: true,
      items: { type: 'string', minLength: 1, maxLength: 64 },
    },
    dataClasses: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: { enum: ['reads', 'hits', 'hot_lists'] },
    },
    lookBackDays: { type: 'integer', minimum: 1, maximum: 30 },
    dailyRecords: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
    validUntil: {
      type: 'string',
      maxLength: 40,
      anyOf: [{ format: 'date-time' }, { format: 'date' }],
    },
    agreement: agreementSchema,
    certification: certificationSchema,
  },
} as const;

/** What waits for no words of anybody. */
export const validateNothing = compileSchema<Record<string, never>>({
  $id: 'Nothing',
  type: 'object',
  additionalProperties: false,
});

export const validateGrant = compileSchema<GrantBody>(grantSchema);
