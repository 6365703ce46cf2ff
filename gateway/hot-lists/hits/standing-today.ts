/**
 * Standing queries as today's rules read them: which of them would not be taken if they were entered now, and which of
 * those have ended with it. Words that were enough as a query was entered are enough until its end.
 */

import { decide } from '../../../sharing-rules/decide.ts';
import { findingsFor } from '../../../sharing-rules/narrative/out-of-character.ts';
import { screenWords } from '../../../sharing-rules/narrative/screen.ts';
import { asEntered } from '../../../sharing-rules/standing-words.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
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
import { inGoodStanding } from '../../query/good-standing.ts';
import { type ListDeps, listRoute } from '../../registry/agencies/list-route.ts';
import { type EnteredQuery, findStandingQueries, type WaitingQuery } from './standing-queries-store.ts';

export const today = object({
  /** For which it would not be taken if it were entered now, with what to do about it in `GET /v1/purposes`. */
  reasons,
  /** One of them ends it: nobody is told of a hit any more. */
  ends: flag,
});

/** By all rules, as if an agency in good standing had entered it; what depends on the time is asked of its end. */
export function todayOf({ agencyClass, expiresAt, query }: EnteredQuery): TypeOf<typeof today> {
  const ends = expiresAt.getTime();
  const asked: Query = { ...query, from: ends - 1, to: ends, limit: 1 };
  const facts = { ...inGoodStanding(asked, agencyClass), dataClass: 'hits', query: asked } as const;
  const findings = findingsFor(screenWords(query), query.purpose.code, agencyClass);
  const atNotice = decide({ ...facts, findings: asEntered(findings) });
  return {
    reasons: publicReasons(decide({ ...facts, findings }).reasons),
    ends: atNotice.effect !== 'permit',
  };
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

function present({ agency, agencyClass, expiresAt, id, query }: WaitingQuery): StandingToday {
  const { code, incident } = query.purpose;
  return {
    ...{ id, agency, purpose: code, expiresAt: expiresAt.toISOString() },
    by: incident === undefined ? 'words' : 'incident',
    today: todayOf({ agencyClass, expiresAt, query }),
  };
}
