/** Filters of the registry's list, as parameters of a URL. */
import { AGENCY_CLASSES } from '../../../sharing-rules/terms/agency-classes.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';

export interface AgencySearch {
  readonly class?: string;
  readonly status?: string;
  readonly county?: string;
  readonly name?: string;
  readonly after?: string;
  readonly limit?: string;
}

export const validateSearch = compileSchema<AgencySearch>({
  type: 'object',
  additionalProperties: false,
  properties: {
    class: { type: 'string', enum: AGENCY_CLASSES.map((rule) => rule.class) },
    status: { type: 'string', enum: ['draft', 'active', 'suspended', 'retired'] },
    county: { type: 'string', maxLength: 100 },
    name: { type: 'string', maxLength: 200 },
    after: { type: 'string', pattern: '^[A-Z0-9]{9}$' },
    limit: limitSchema,
  },
});
