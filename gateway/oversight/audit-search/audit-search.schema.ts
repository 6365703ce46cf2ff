/** The filters of a search, as parameters of a URL or, where a plate is among them, as a body. */
import { REASON_CODES } from '../../../sharing-rules/terms/decision.ts';
import { ENTRY_KINDS } from '../../audit/entry-kinds.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface AuditSearch {
  /** Any ORI of the agency. */
  readonly agency?: string;
  readonly kind?: string;
  readonly effect?: string;
  readonly purpose?: string;
  readonly reason?: string;
  readonly officerId?: string;
  readonly releaseId?: string;
  /** Inclusive. */
  readonly from?: string;
  /** Exclusive. */
  readonly to?: string;
}

export interface PagedAuditSearch extends AuditSearch {
  readonly cursor?: string;
  readonly limit?: string;
}

export interface AuditSearchBody extends AuditSearch {
  readonly plate?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

export interface AuditExportSearch extends AuditSearch {
  readonly format?: 'ndjson' | 'csv';
}

const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } as const;
const time = { type: 'string', maxLength: 40, anyOf: [{ format: 'date-time' }, { format: 'date' }] } as const;
const cursor = { type: 'string', pattern: '^[0-9]{1,15}$' } as const;

const filters = {
  agency: { type: 'string', maxLength: 32 },
  kind: { type: 'string', enum: Object.keys(ENTRY_KINDS) },
  effect: { type: 'string', enum: ['permit', 'review', 'deny'] },
  purpose: { type: 'string', maxLength: 64 },
  reason: { type: 'string', enum: REASON_CODES },
  officerId: uuid,
  releaseId: uuid,
  from: time,
  to: time,
} as const;

const whole = { type: 'object', additionalProperties: false } as const;

export const auditSearchBodySchema = {
  $id: 'AuditSearch',
  ...whole,
  properties: {
    ...filters,
    plate: { type: 'string', minLength: 1, maxLength: 16 },
    cursor,
    limit: { type: 'integer', minimum: 1, maximum: 200 },
  },
} as const;

export const validatePagedSearch = compileSchema<PagedAuditSearch>({
  ...whole,
  properties: { ...filters, cursor, limit: limitSchema },
});
export const validateSearchBody = compileSchema<AuditSearchBody>(auditSearchBodySchema);
export const validateExportSearch = compileSchema<AuditExportSearch>({
  ...whole,
  properties: { ...filters, format: { type: 'string', enum: ['ndjson', 'csv'] } },
});
