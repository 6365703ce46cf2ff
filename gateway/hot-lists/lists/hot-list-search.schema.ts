/** Parameters of the URLs of entries and hits. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { CURSOR_PATTERN } from './change-cursor.ts';

/** `since`: the `next` of the page before. */
export const validateSince = compileSchema<{ since?: string }>({
  type: 'object',
  additionalProperties: false,
  properties: { since: { type: 'string', pattern: CURSOR_PATTERN } },
});

export const validateHitSearch = compileSchema<{ since?: string; limit?: string }>({
  type: 'object',
  additionalProperties: false,
  properties: { since: { type: 'string', format: 'date-time' }, limit: limitSchema },
});
