/** Filters of the list of grants, as parameters of a URL. */
import type { GrantStatus } from '../../../sharing-rules/terms/agency.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface GrantSearch {
  readonly partner?: string;
  readonly status?: GrantStatus;
  readonly after?: string;
  readonly limit?: string;
}

export const validateSearch = compileSchema<GrantSearch>({
  type: 'object',
  additionalProperties: false,
  properties: {
    partner: { type: 'string', maxLength: 32 },
    status: { type: 'string', enum: ['proposed', 'active', 'revoked', 'withdrawn'] },
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' },
    limit: limitSchema,
  },
});
