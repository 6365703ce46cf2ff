/** The page where people begin: each link leads somewhere, and nothing of it can be turned against its reader. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startPage } from '../../../gateway/pages/start-page.ts';
import { borrowDemo, type RunningDemo } from '../../setup/demo/running-demo.ts';

const CONTACT = 'sharing@police.example.gov';

let demo: RunningDemo;
beforeAll(async () => {
  demo = await borrowDemo({ CONTACT });
}, 300_000);
afterAll(async () => {
  await demo.stop();
}, 60_000);

async function page(): Promise<{ response: Response; html: string }> {
  const response = await fetch(`${demo.file.gateway}/`);
  return { response, html: await response.text() };
}

const linksOf = (html: string) => [...html.matchAll(/<a href="([^"]+)"/g)].map(([, href]) => href as string);

describe('the page at `/`', () => {
  test('says what this gateway is, whose reads these are, and whom to ask', async () => {
    const { response, html } = await page();
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(html).toContain('<h1>ALPR sharing gateway</h1>');
    expect(html).toContain(`<code>${demo.file.owner}</code>`);
    expect(linksOf(html)).toContain(`mailto:${CONTACT}`);
  });

  test('links the document, the public log, the metadata and the status, and each link works', async () => {
    const links = linksOf((await page()).html).filter((href) => href.startsWith('/'));
    for (const path of [
      '/openapi.json',
      '/log/checkpoint',
      '/.well-known/oauth-protected-resource',
      '/readyz',
    ]) {
      expect(links).toContain(path);
    }
    for (const path of links) {
      const { status } = await fetch(demo.file.gateway + path);
      expect([path, status]).toEqual([path, 200]);
    }
  });

  test('can be read with any aid: a language, a title, one main heading, a name for each part', async () => {
    const { html } = await page();
    expect(html).toContain('<html lang="en">');
    expect(html).toMatch(/<title>[^<]+<\/title>/);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<main>/g)).toHaveLength(1);
    const named = [...html.matchAll(/aria-labelledby="([^"]+)"/g)].map(([, id]) => id);
    expect(named.length).toBeGreaterThan(3);
    for (const id of named) expect(html).toContain(`<h2 id="${id}">`);
  });

  test('runs no script, loads nothing but its own style, and cannot be framed', async () => {
    const { response, html } = await page();
    expect(html).not.toMatch(/<script|\son\w+=|javascript:|<img|<form/i);
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(html) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(response.headers.get('Content-Security-Policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(response.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
    expect(response.headers.get('Permissions-Policy')).toContain('camera=()');
  });

  test('leads a browser to the page for everybody, and stays what it is for programs', async () => {
    const url = `${demo.file.gateway}/`;
    const asBrowser = { headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };
    const led = await fetch(url, { ...asBrowser, redirect: 'manual' });
    expect([led.status, led.headers.get('Location'), led.headers.get('Vary')]).toEqual([
      ...[303, '/transparency', 'Accept'],
    ]);
    const html = await (await fetch(url, asBrowser)).text();
    expect(html).toContain('<caption>Agencies that plates are shared with</caption>');
    expect(html).toContain('CO0010100');
    expect((await fetch(url)).status).toBe(200);
  });

  test('takes GET and HEAD, nothing else', async () => {
    const url = `${demo.file.gateway}/`;
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    const refused = await fetch(url, { method: 'POST' });
    expect([refused.status, refused.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('names the agency where no address is set, and writes an address as text, never as markup', () => {
    const owner = 'CO0010300' as Parameters<typeof startPage>[0]['owner'];
    expect(startPage({ contact: null, owner })).toContain('(setting <code>CONTACT</code>)');
    const hostile = startPage({ contact: 'https://a.example/?"><script>', owner });
    expect(hostile).not.toContain('<script>');
    expect(hostile).toContain('href="https://a.example/?&quot;&gt;&lt;script&gt;"');
  });
});
