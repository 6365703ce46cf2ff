/** A path that is there says which methods it takes, to anyone; a path that is not there stays 404. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { routesOf } from '../../../gateway/http/routes/routes-of.ts';
import { OPERATIONS } from '../../../gateway/node/routes/operations.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
});
afterAll(() => admin.close());

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const paths = [...new Set(OPERATIONS.flatMap(routesOf))];

function methodsOf(path: string): string[] {
  const methods = OPERATIONS.filter((one) => routesOf(one).includes(path)).map(({ method }) =>
    method.toUpperCase(),
  );
  return methods.includes('GET') && !path.startsWith('/v1/') ? [...methods, 'HEAD'] : methods;
}

describe('a method that a path has not', () => {
  test.each(paths)('%s refuses it with 405, naming those that it has, without a token', async (path) => {
    const asked = path.replace(/\{\w+\}/g, 'x');
    const others = METHODS.filter((method) => !methodsOf(path).includes(method));
    expect(others).not.toHaveLength(0);
    for (const method of others) {
      const response = await fetch(admin.url + asked, { method });
      expect([method, response.status]).toEqual([method, 405]);
      const allowed = response.headers.get('Allow')?.split(', ') ?? [];
      expect(allowed.sort()).toEqual(methodsOf(path).sort());
      const text = await response.text();
      expect(text === '' ? null : JSON.parse(text).title).toBe(
        method === 'HEAD' ? null : 'Method not allowed',
      );
    }
  });

  test('does not make a path of what is none', async () => {
    for (const path of ['/v1/queriess', '/v1/Queries', '/v1/queries/', '/v1/queries/a/b/c', '/log', '//']) {
      expect((await admin.call(null, 'PUT', path)).status).toBe(404);
    }
    expect((await admin.call(null, 'PUT', '/v1/%E0%A4%A')).status).toBe(404);
  });

  test('leaves a method that the path has to its own answer', async () => {
    expect((await admin.call(null, 'GET', '/v1/grants')).status).toBe(401);
    expect((await admin.call(null, 'POST', '/v1/grants', {})).status).toBe(401);
  });
});
