/** The body that completes a monthly audit: the month, and what the auditor looked at outside the gateway. */
import { compileSchema } from '../../http/schema.ts';
import type { ByHand } from './audit-answer.ts';

export const auditOrderSchema = {
  $id: 'MonthlyAuditOrder',
  type: 'object',
  additionalProperties: false,
  required: ['month', 'employeesCompared', 'vendorSharingOff'],
  properties: {
    month: { type: 'string', pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$' },
    employeesCompared: { type: 'boolean' },
    vendorSharingOff: { type: 'boolean' },
  },
} as const;

export const validateAuditOrder = compileSchema<ByHand & { readonly month: string }>(auditOrderSchema);
