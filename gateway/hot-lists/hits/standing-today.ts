/**
 * Standing queries as today's rules read them: which of them would not be taken if they were entered now, and which of
 * those have ended with it. Words that were enough as a query was entered are enough until its end.
 */
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { judgedToday } from '../../../sharing-rules/standing-words.ts';
import { publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { limitSchema } from '../../http/parse-search.ts';
import type { Route } from '../../http/routes/route.ts';
import { compileSchema } from '../../http/schema.ts';
import { reasons } from '../../http/schemas/answers.ts';
import {
  flag,
  object,
  oneOf,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
} from '../../http/schemas/shapes.ts';
import { type ListDeps, listRoute } from '../../registry/agencies/list-route.ts';
import { findStandingQueries, type StandingQuery, type WaitingQuery } from './standing-queries-store.ts';

export const today = object({
  /** For which it would not be taken if it were entered now, with what to do about it in `GET /v1/purposes`. */
  reasons,
  /** One of them ends it: nobody is told of a hit any more. */
  ends: flag,
});

export function todayOf({ query }: Pick<StandingQuery, 'query'>): TypeOf<typeof today> {
  const { ends, reasons: against } = judgedToday(query, screenWords(query).findings);
  return { reasons: publicReasons(against), ends };
}

const shown = object({
  ...{ id: text, agency: text, purpose: text, expiresAt: time },
  /** What tells why it is asked. */
  by: oneOf('incident', 'words'),
  today,
});

export type StandingToday = TypeOf<typeof shown>;

const position: Shape<string> = { type: 'string', pattern: '^[1-9][0-9]{0,14}$' };

/** Without plates, cases and names: it says whom to tell, not what is looked for. */
export const STANDING_TODAY_ROUTES: readonly Route<ListDeps>[] = [
  listRoute({
    path: '/v1/standing-queries/today',
    id: 'listStandingQueriesToday',
    action: 'read_registry',
    summary: 'Partners’ standing queries in force, and what today’s rules say to the words of each.',
    search: compileSchema(
      partial({
        agency: { type: 'string', maxLength: 16 } as Shape<string>,
        after: position,
        limit: limitSchema,
      }),
    ),
    ...{ name: 'StandingQueriesToday', member: 'standingQueries', shown },
    find: findStandingQueries,
    present,
  }),
];

function present({ agency, expiresAt, id, query }: WaitingQuery): StandingToday {
  const { code, incident } = query.purpose;
  return {
    ...{ id, agency, purpose: code, expiresAt: expiresAt.toISOString() },
    by: incident === undefined ? 'words' : 'incident',
    today: todayOf({ query }),
  };
}
