/** The body of an attestation of an officer. */
import { compileSchema } from '../../http/schema.ts';
import type { AttestedFacts } from './subjects-store.ts';

export const attestationSchema = {
  $id: 'Attestation',
  type: 'object',
  additionalProperties: false,
  required: ['employerOri', 'federalDetail', 'trainedOn'],
  properties: {
    employerOri: { type: 'string', pattern: '^[A-Z]{2}[A-Z0-9]{7}$' },
    federalDetail: { type: 'boolean' },
    trainedOn: { type: 'string', format: 'date' },
  },
} as const;

export const validateAttestation = compileSchema<AttestedFacts>(attestationSchema);
