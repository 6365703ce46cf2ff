/** Lists which partners the owner must tell that a standing query of theirs would lose: see `standing-today.ts`. */
import { limitSchema } from '../../http/parse-search.ts';
import type { Route } from '../../http/routes/route.ts';
import { compileSchema } from '../../http/schema.ts';
import { object, oneOf, partial, type Shape, type TypeOf, text, time } from '../../http/schemas/shapes.ts';
import { type ListDeps, listRoute } from '../../registry/agencies/list-route.ts';
import { findStandingQueries, type WaitingQuery } from './standing-queries-store.ts';
import { today, todayOf } from './standing-today.ts';

const shown = object({
  ...{ id: text, agency: text, purpose: text, expiresAt: time },
  /** Names what tells why it is asked. */
  by: oneOf('incident', 'words'),
  today,
});

export type StandingToday = TypeOf<typeof shown>;

const position: Shape<string> = { type: 'string', pattern: '^[1-9][0-9]{0,14}$' };

/** Leaves out plates, cases and names: it says whom to tell, not what is looked for. */
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

function present({ agency, agencyClass, expiresAt, id, query }: WaitingQuery): StandingToday {
  const { code, incident } = query.purpose;
  return {
    ...{ id, agency, purpose: code, expiresAt: expiresAt.toISOString() },
    by: incident === undefined ? 'words' : 'incident',
    today: todayOf({ agencyClass, expiresAt, query }),
  };
}
