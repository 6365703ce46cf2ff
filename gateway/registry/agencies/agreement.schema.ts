/** Agreement and certification as administrators send them, for agencies and for grants. */
import type { Agreement, Certification } from '../../../sharing-rules/terms/agency.ts';
import { GatewayError } from '../../faults/errors.ts';

/** A day, `YYYY-MM-DD`; of a date-time, its day in UTC. */
const daySchema = {
  type: 'string',
  maxLength: 40,
  anyOf: [{ format: 'date' }, { format: 'date-time' }],
} as const;

export interface AgreementBody {
  readonly reference: string;
  readonly signedOn: string;
  readonly expiresOn?: string | null;
  readonly article74: boolean;
  readonly officerMfa: boolean;
}

/** C.R.S. 24-74-106. */
export const agreementSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['reference', 'signedOn', 'article74', 'officerMfa'],
  properties: {
    reference: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
    signedOn: daySchema,
    expiresOn: { anyOf: [daySchema, { type: 'null' }] },
    article74: { type: 'boolean' },
    officerMfa: { type: 'boolean' },
  },
} as const;

export interface CertificationBody {
  readonly signer: string;
  readonly signedOn: string;
}

/** C.R.S. 24-74-105. */
export const certificationSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['signer', 'signedOn'],
  properties: {
    signer: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
    signedOn: daySchema,
  },
} as const;

export function toAgreement({ expiresOn = null, signedOn, ...rest }: AgreementBody): Agreement {
  return {
    ...rest,
    signedOn: startOfDay(signedOn),
    expiresOn: expiresOn === null ? null : startOfDay(expiresOn),
  };
}

export function toCertification({ signedOn, signer }: CertificationBody): Certification {
  return { signer, signedOn: startOfDay(signedOn) };
}

/** Midnight UTC, ms: what the registry's date columns keep. */
function startOfDay(text: string): number {
  const time = new Date(text);
  // The format admits a leap second, which is no time of ours.
  if (Number.isNaN(time.getTime()))
    throw new GatewayError('malformed', '`signedOn` or `expiresOn` is no day');
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate());
}
