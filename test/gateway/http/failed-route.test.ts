/** A request that failed names its route in the diagnostics: the pattern, and nothing of the address that was asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { recordRequests } from '../../../gateway/http/record-requests.ts';
import { strictRouter } from '../../../gateway/http/strict-router.ts';
import { createApp } from '../../../gateway/node/routes/app.ts';
import { type Served, serveOnLoopback } from '../../setup/serve-on-loopback.ts';

const failures: Record<string, unknown>[] = [];
let served: Served;

beforeAll(async () => {
  const router = strictRouter();
  router.get('/v1/agencies/:ori', async () => {
    throw new RangeError('the plate ZZT1234 is told by a library');
  });
  const app = createApp({
    log: { error: (fields: object) => void failures.push({ ...fields }) },
    isTrustedProxy: () => false,
    publicRoutes: [],
    apiRoutes: [router],
  });
  const log = { isLevelEnabled: () => false, info: () => undefined };
  served = await serveOnLoopback(recordRequests(app, { log, count: () => undefined }));
});
afterAll(() => served.close());

test('a failed request is told with its route, its id and the kind of fault', async () => {
  const { headers, status } = await fetch(`${served.url}/v1/agencies/CO0010000?plate=ZZT1234`);
  expect(status).toBe(503);
  expect(failures).toEqual([
    {
      id: headers.get('x-request-id'),
      route: '/v1/agencies/:ori',
      fault: 'RangeError',
      code: undefined,
      at: expect.stringContaining('failed-route.test.ts'),
    },
  ]);
  expect(JSON.stringify(failures)).not.toMatch(/CO0010000|ZZT1234/);
});
