/** Filters of the list of officers, as parameters of a URL. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface SubjectSearch {
  readonly agency?: string;
  readonly status?: string;
  readonly after?: string;
  readonly limit?: string;
}

export const validateSearch = compileSchema<SubjectSearch>({
  type: 'object',
  additionalProperties: false,
  properties: {
    agency: { type: 'string', maxLength: 32 },
    status: { type: 'string', enum: ['active', 'held', 'inactive', 'suspended'] },
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' },
    limit: limitSchema,
  },
});
