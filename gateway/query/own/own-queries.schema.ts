/** The list of one's own held queries: how it is asked for, and how it is shown. */
import { HELD_STATUSES } from '../../../sharing-rules/terms/statuses.ts';
import { afterSchema, limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { reasons } from '../../http/schemas/answers.ts';
import {
  count,
  flag,
  object,
  oneOf,
  orNull,
  page,
  partial,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';

export const validateOwnQueries = compileSchema(partial({ after: afterSchema, limit: limitSchema }));

export const ownQuery = object({
  queryId: uuid,
  status: oneOf(...HELD_STATUSES),
  // Picked up now, it would be decided again.
  ready: flag,
  // Of one that was picked up: the query that waits in its place, since it was held again; null: its reads were released.
  heldAgainAs: orNull(uuid),
  // Of one that is approved: the log entry that refused it when it was last picked up.
  refusedIndex: orNull(count),
  purpose: text,
  caseNumber: orNull(text),
  plate: orNull(text),
  // Tells in one sentence what the officer stated.
  incident: orNull(text),
  reasons,
  heldAt: time,
  expiresAt: time,
});

export type ShownOwnQuery = TypeOf<typeof ownQuery>;

export const ownQueries = { $id: 'OwnQueries', ...page('queries', ownQuery) };
