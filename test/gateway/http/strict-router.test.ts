/** One path, one name: what is written otherwise is not there, and is counted as nothing that is. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createCheckpointSigner, generateLogKey } from '../../../gateway/audit/checkpoint-signer.ts';
import type { Queryable } from '../../../gateway/database/queryable.ts';
import { OPENAPI_ROUTES } from '../../../gateway/http/openapi/openapi-routes.ts';
import { recordRequests } from '../../../gateway/http/record-requests.ts';
import { routerOf } from '../../../gateway/http/routes/router-of.ts';
import { createApp } from '../../../gateway/node/routes/app.ts';
import { logRoutes } from '../../../gateway/node/routes/log-routes.ts';
import { PURPOSE_ROUTES } from '../../../gateway/query/purpose-routes.ts';
import { type Served, serveOnLoopback } from '../../setup/serve-on-loopback.ts';
import { publishedAtOnce } from '../audit/published-at-once.ts';

/** A log of one entry, in a database that may be away. */
let away = false;
const root = Buffer.alloc(32);
const head = { size: 1, root, frontier: [root] };
const query = async () => {
  if (away) throw new Error('the database is away');
  return { rows: [head] };
};
const signer = createCheckpointSigner('log.test/alpr', generateLogKey());
const pool = { query } as unknown as Queryable;
const publicLog = logRoutes({ pool, published: publishedAtOnce(pool, head), signer });
const counted: string[] = [];
let served: Served;

beforeAll(async () => {
  const app = createApp({
    log: { error: () => undefined },
    isTrustedProxy: () => false,
    publicRoutes: [
      publicLog,
      routerOf(OPENAPI_ROUTES, { document: Buffer.from('{}'), forPartners: Buffer.from('{}') }),
    ],
    apiRoutes: [routerOf(PURPOSE_ROUTES, { purposes: Buffer.from('{}') })],
  });
  const log = { isLevelEnabled: () => false, info: () => undefined };
  const count = (_method: string, route: string, status: number) => counted.push(`${status} ${route}`);
  served = await serveOnLoopback(recordRequests(app, { log, count }));
});
afterAll(() => served.close());

async function ask(path: string): Promise<string | undefined> {
  const before = counted.length;
  await (await fetch(`${served.url}${path}`)).text();
  expect(counted.length).toBe(before + 1);
  return counted[before];
}

describe('a path', () => {
  test.each(['/v1/purposes', '/openapi.json', '/log/checkpoint'])(
    'as it is documented, %s, is answered',
    async (path) => {
      expect(await ask(path)).toBe(`200 ${path}`);
    },
  );

  test.each([
    '/v1/Purposes',
    '/V1/purposes',
    '/v1/purposes/',
    '/OpenAPI.json',
    '/openapi.json/',
    '/LOG/checkpoint',
    '/log/Checkpoint',
    '/log/checkpoint/',
  ])('written otherwise, %s, is not there, and has no label of its own in the metrics', async (path) => {
    expect(await ask(path)).toBe('404 none');
  });

  test.each([
    ['/log/checkpoint', '/log/checkpoint'],
    ['/log/tile/0/000.p/1', '/log/tile/*path'],
  ])('that fails, %s, is counted as itself', async (path, route) => {
    away = true;
    expect(await ask(path)).toBe(`503 ${route}`);
    away = false;
  });
});
