/** The list of one's own held queries: how it is asked for, and how it is shown. */
import { HELD_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { afterSchema, limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { reasons } from '../../http/schemas/answers.ts';
import { flag, object, oneOf, orNull, page, partial, text, time, uuid } from '../../http/schemas/shapes.ts';

export const validateOwnQueries = compileSchema(partial({ after: afterSchema, limit: limitSchema }));

export const ownQuery = object({
  queryId: uuid,
  status: oneOf(...HELD_STATUSES),
  // Picked up now, it would be decided again.
  ready: flag,
  purpose: text,
  caseNumber: orNull(text),
  plate: orNull(text),
  reasons,
  heldAt: time,
  expiresAt: time,
});

export const ownQueries = { $id: 'OwnQueries', ...page('queries', ownQuery) };
