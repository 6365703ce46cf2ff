/** Filters of the list of issuers, as parameters of a URL. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface IssuerSearch {
  readonly status?: string;
  readonly after?: string;
  readonly limit?: string;
}

export const validateSearch = compileSchema<IssuerSearch>({
  type: 'object',
  additionalProperties: false,
  properties: {
    status: { type: 'string', enum: ['active', 'removed'] },
    after: { type: 'string', pattern: '^[1-9][0-9]{0,17}$' },
    limit: limitSchema,
  },
});
