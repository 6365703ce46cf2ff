/** Which lists there are is told under a right, as what is on them is: not after it ended. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { HOT_LIST_ROUTES } from '../../../../gateway/hot-lists/lists/list-routes.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { previewer } from '../../../../gateway/release/commit/preview.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';
import { type Exchange, startExchange } from './exchange-fixture.ts';
import { signIn } from './sign-in-as.ts';

let exchange: Exchange;
let served: Served;
/** What happens once an answer was committed. */
let meanwhile: () => Promise<unknown> = async () => undefined;

beforeAll(async () => {
  exchange = await startExchange();
  const { administrators, agencyId, commits, inFlight, pool, readsPool } = exchange;
  await exchange.list('stolen', ['ZZL1,Stolen Vehicle'], 'stolen_vehicle');
  const routes = routerOf(HOT_LIST_ROUTES, {
    ...{ pool, readsPool, inFlight, retentionDays: 30, rulesRevision: 'test', now: Date.now },
    commit: async (pending) => {
      const outcome = await commits.commit(pending);
      await meanwhile();
      return outcome;
    },
    preview: previewer(pool, exchange.deps),
    limitRate: async () => undefined,
    signIn: (request, scope) => signIn(request, scope, { pool, agencyId, administrators }),
    secondFactor: 'off' as const,
  });
  served = await serveApp({ apiRoutes: [routes] });
});
afterAll(async () => {
  served.close();
  await exchange.close();
});

const lists = () =>
  fetch(`${served.url}/v1/hot-lists`, {
    headers: { Authorization: 'partner' },
  });

test('the names of lists are not sent after a revoke has returned', async () => {
  const before = await lists();
  expect([before.status, await before.json()]).toMatchObject([200, { hotLists: [{ name: 'stolen' }] }]);
  meanwhile = () => exchange.revoke();
  const late = await lists();
  expect([late.status, await late.text()]).toEqual([503, expect.not.stringContaining('stolen')]);
  meanwhile = async () => undefined;
  expect((await lists()).status).toBe(403);
});
