/** Lists for an asker the queries of their own that were held, and those that were refused. */
import { json, type Route } from '../../http/routes/route.ts';
import { listOwnQueries } from './list-own-queries.ts';
import { ownQueries, validateOwnQueries } from './own-queries.schema.ts';
import { ownRefusals, shownRefusal, validateOwnRefusals } from './own-refusals.schema.ts';
import { listOwnRefusals, type OwnRefusalsDeps, readOwnRefusal } from './own-refusals.ts';
import { KEPT_DAYS } from './own-refusals-store.ts';
import { ownRoute } from './who-lists.ts';

const scope = 'alpr.query';

export const OWN_QUERY_ROUTES: readonly Route<OwnRefusalsDeps>[] = [
  ownRoute(
    {
      method: 'get',
      path: '/v1/queries',
      id: 'listOwnQueries',
      summary: 'Held queries of who asks, newest first, without reads: of a person her own.',
      scope,
      search: validateOwnQueries,
      answers: { 200: json('A page.', ownQueries) },
    },
    listOwnQueries,
  ),
  ownRoute(
    {
      method: 'get',
      path: '/v1/refusals',
      id: 'listOwnRefusals',
      summary: `Queries of who asks that were refused in the last ${KEPT_DAYS} days, newest first: of a person her own.`,
      scope,
      search: validateOwnRefusals,
      answers: { 200: json('A page.', ownRefusals) },
    },
    listOwnRefusals,
  ),
  ownRoute(
    {
      method: 'get',
      path: '/v1/refusals/{index}',
      id: 'readOwnRefusal',
      summary: 'One of them as it was asked, with the words that its reasons are about.',
      scope,
      answers: { 200: json('The refusal.', shownRefusal) },
    },
    readOwnRefusal,
  ),
];
