/** One declaration for several paths: the handler is told which of them was asked. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Route, route } from '../../../gateway/http/routes/route.ts';
import { routerOf } from '../../../gateway/http/routes/router-of.ts';
import { serveApp } from '../../setup/serve-app.ts';
import type { Served } from '../../setup/serve-on-loopback.ts';

const ROUTES: readonly Route<null>[] = [
  route(
    {
      method: 'get',
      path: '/v1/{collection}/{id}',
      id: 'readOne',
      choices: { collection: ['sources', 'pushes'] },
      summary: 'One of either.',
      answers: {},
    },
    (request, response) => void response.json(request.params),
  ),
  route(
    {
      method: 'get',
      path: '/v1/tiles/{level}/{rest}',
      mountedAt: '/v1/tiles/*rest',
      id: 'readTile',
      summary: 'A path of any length.',
      answers: {},
    },
    (request, response) => void response.json(request.path),
  ),
];

let served: Served;
beforeAll(async () => {
  served = await serveApp({ apiRoutes: [routerOf(ROUTES, null)] });
});
afterAll(() => served.close());

const ask = async (path: string) => {
  const response = await fetch(`${served.url}${path}`);
  return [response.status, response.status === 200 ? await response.json() : null];
};

test.each(['sources', 'pushes'])('of the words of a choice, the handler is told %s', async (collection) => {
  expect(await ask(`/v1/${collection}/7`)).toEqual([200, { collection, id: '7' }]);
});

test('a word that is none of the choice is no path', async () => {
  expect(await ask('/v1/jobs/7')).toEqual([404, null]);
});

test('where a pattern of the router is declared, it answers in place of the path', async () => {
  expect(await ask('/v1/tiles/0/x001/234')).toEqual([200, '/v1/tiles/0/x001/234']);
});
