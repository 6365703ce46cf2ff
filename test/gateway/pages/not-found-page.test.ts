/** Tests the answer to an unknown address: a page for browsers, a problem document for programs. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { serveApp } from '../../setup/serve-app.ts';

let served: Awaited<ReturnType<typeof serveApp>>;
beforeAll(async () => {
  served = await serveApp({});
});
afterAll(() => served.close());

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

async function ask(path: string, accept: string, method = 'GET') {
  const response = await fetch(served.url + path, { method, headers: { Accept: accept } });
  const { headers, status } = response;
  return { status, type: headers.get('Content-Type'), headers, text: await response.text() };
}

describe('where there is nothing', () => {
  test.each(['/nothing', '/console/nothing/at/all', '/docs/none'])(
    'a browser is shown a page: %s',
    async (path) => {
      const { headers, status, text, type } = await ask(path, BROWSER);
      expect([status, type, headers.get('Vary')]).toEqual([404, 'text/html; charset=utf-8', 'Accept']);
      expect(text).toContain('<h1>Page not found</h1>');
      for (const there of ['/transparency', '/verify', '/docs', '/query', '/console']) {
        expect(text).toContain(`href="${there}"`);
      }
      expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';/);
      expect(headers.get('Cache-Control')).toBe('no-store');
    },
  );

  test.each([
    ['/nothing', '*/*', 'GET'],
    ['/nothing', BROWSER, 'POST'],
    ['/v1/nothing', BROWSER, 'GET'],
    ['/nothing.json', BROWSER, 'GET'],
  ])('others get the problem document: %s, %s, %s', async (path, accept, method) => {
    const { status, text, type } = await ask(path, accept, method);
    expect([status, type]).toEqual([404, 'application/problem+json; charset=utf-8']);
    expect(JSON.parse(text)).toMatchObject({ type: 'urn:alpr-sharing:problem:not_found', status: 404 });
  });
});
