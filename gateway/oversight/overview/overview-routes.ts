/** What the owner's people look at first, over HTTP: numbers of what waits, and of today. */
import type { Queryable } from '../../database/queryable.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { count, object, orNull, time } from '../../http/schemas/shapes.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { COUNTED_TO, findOverviewCounts } from './overview-store.ts';

export interface OverviewDeps extends SignInDeps {
  readonly pool: Queryable;
}

const counted = {
  ...{ agenciesGranted: count, releasesToday: count, refusalsToday: count, heldQueries: count },
  ...{ exigentOpen: count, exigentOverdue: count, proposals: count, endpointsWaiting: count },
  ...{ reportsOpen: count, reportsOverdue: count, nodes: count, jobsWaiting: count, jobsFailed: count },
  ...{ auditsWaiting: count, logSize: count, logAt: orNull(time) },
};

export const OVERVIEW_ROUTES: readonly Route<OverviewDeps>[] = [
  route(
    {
      method: 'get',
      path: '/v1/overview',
      id: 'readOverview',
      action: 'read_registry',
      summary: `What waits for somebody, and today's releases and refusals (UTC); no queue is counted beyond ${COUNTED_TO}.`,
      scope: 'alpr.admin',
      answers: { 200: json('The numbers.', { $id: 'Overview', ...object(counted) }) },
    },
    async (request, response, deps: OverviewDeps, { action }) => {
      await requireAdministrator(request, deps, action);
      response.json(await findOverviewCounts(deps.pool));
    },
  ),
];
