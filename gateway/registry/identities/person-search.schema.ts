/** Filters of the list of persons, as parameters of a URL. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface PersonSearch {
  readonly agency?: string;
  readonly status?: string;
  readonly after?: string;
  readonly limit?: string;
}

export const validateSearch = compileSchema<PersonSearch>({
  type: 'object',
  additionalProperties: false,
  properties: {
    agency: { type: 'string', maxLength: 32 },
    status: { type: 'string', enum: ['active', 'removed'] },
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' },
    limit: limitSchema,
  },
});
