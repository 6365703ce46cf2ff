/** Filters of the list of clients, as parameters of a URL. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface ClientSearch {
  readonly agency?: string;
  readonly status?: string;
  readonly after?: string;
  readonly limit?: string;
}

export const validateSearch = compileSchema<ClientSearch>({
  type: 'object',
  additionalProperties: false,
  properties: {
    agency: { type: 'string', maxLength: 32 },
    status: { type: 'string', enum: ['active', 'removed'] },
    after: { type: 'string', pattern: '^[1-9][0-9]{0,17}$' },
    limit: limitSchema,
  },
});
