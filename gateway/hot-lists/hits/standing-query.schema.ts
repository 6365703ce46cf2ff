/**
 * The body of a partner's entry: a query that waits, with purpose, case, officer and expiry.
 * Unknown fields are refused. And what is answered when it is entered and when it is taken back.
 */
import type { Officer } from '../../../sharing-rules/terms/asker.ts';
import { STATES } from '../../../sharing-rules/terms/states.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import { receipt } from '../../http/schemas/answers.ts';
import {
  anyObject,
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  partial,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { type PurposeBody, querySchema } from '../../query/query.schema.ts';
import { today } from './standing-today.ts';

const { purpose, onBehalfOf } = querySchema.properties;

export interface StandingQueryBody {
  readonly purpose: PurposeBody;
  readonly onBehalfOf?: Officer;
  readonly plate: { readonly number: string; readonly state?: string };
  readonly expiresAt: string;
}

export const validateStandingQuery = compileSchema<StandingQueryBody>({
  $id: 'StandingQuery',
  type: 'object',
  additionalProperties: false,
  required: ['purpose', 'plate', 'expiresAt'],
  properties: {
    purpose,
    onBehalfOf,
    plate: {
      type: 'object',
      additionalProperties: false,
      required: ['number'],
      properties: {
        number: { type: 'string', minLength: 1, maxLength: 16 },
        state: { enum: STATES },
      },
    },
    expiresAt: { type: 'string', format: 'date-time' },
  },
});

export const enteredAnswer = {
  $id: 'EnteredStandingQuery',
  ...object({ entry: count, list: uuid, listName: text, expiresAt: time, decision: anyObject, receipt }),
};

export const validateOwnSearch = compileSchema(
  partial({ before: { type: 'string', pattern: '^[1-9][0-9]{0,14}$' }, limit: limitSchema }),
);

const own = object({
  ...{ entry: count, list: uuid, listName: text, expiresAt: time, inForce: flag },
  plate: anyObject,
  purpose: anyObject,
  onBehalfOf: orNull(object({ id: text, name: text, ori: text })),
  /** Tells what today's rules say to its words. */
  today,
});

export const ownStandingQueries = {
  $id: 'StandingQueries',
  ...object({ standingQueries: list(own), before: orNull(text) }),
};

export const removedAnswer = {
  $id: 'RemovedStandingQuery',
  ...object(
    { list: uuid, listName: text, entry: count, status: oneOf('removed', 'gone'), receipt },
    'receipt',
  ),
};
