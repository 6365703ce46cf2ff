/** The documentation, as anyone reads it at a running gateway: its guides, and the API with examples that work. */
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { OPERATIONS } from '../../../../gateway/node/routes/operations.ts';
import { GUIDES, PAGE_NAMES, readGuide } from '../../../../gateway/pages/docs/guides.ts';
import reasons from '../../../../sharing-rules/terms/data/reasons.json' with { type: 'json' };
import { axeViolationsInEveryView } from '../../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../../setup/browser.ts';
import { checkAnswer } from '../../../setup/check-answer.ts';
import { shellWords } from '../../../setup/commands/shell-words.ts';
import { useDemo } from '../../../setup/demo/use-demo.ts';
import { axeViolations } from '../../../setup/pages/axe-in-page.ts';

const ADDRESSES = ['/docs', ...PAGE_NAMES.map((name) => `/docs/${name}`)];
/** Bytes of a first load, compressed, without fonts and pictures. */
const LARGEST_LOAD = 120 * 1024;

const fixture = useDemo();
const gateway = () => fixture.demo.file.gateway;

async function read(address: string): Promise<string> {
  const response = await fetch(gateway() + address);
  const html = await response.text();
  expect([address, response.status]).toEqual([address, 200]);
  checkAnswer('GET', address, { status: 200, headers: response.headers, body: html });
  return html;
}

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found]) => found as string);
const plain = (html: string) =>
  html.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('the documentation', () => {
  test('leads to nothing that is not there: each link to a guide, and to a heading in it', async () => {
    const pages = new Map<string, string>();
    for (const address of ADDRESSES) pages.set(address, await read(address));
    const broken = [...pages].flatMap(([address, html]) =>
      all(html, /href="((?:\/docs|#)[^"]*)"/g).filter((link) => {
        const [path = '', heading] = link.split('#');
        const target = pages.get(path === '' ? address : path);
        if (target === undefined) return true;
        return heading !== undefined && heading !== 'main' && !target.includes(`id="${heading}"`);
      }),
    );
    expect(broken).toEqual([]);
    expect(all(pages.get('/docs') as string, /href="(\/docs\/[^"]+)"/g).length).toBe(PAGE_NAMES.length);
  });

  test('shows each picture that a guide has, in light, in dark, and as on a phone', async () => {
    const pages = await Promise.all(ADDRESSES.map(read));
    const pictures = pages.flatMap((html) => all(html, /(?:src|srcset)="([^"]+)"/g));
    const named = GUIDES.flatMap((guide) => all(readGuide(guide), /!\[[^\]]*\]\(([^)]+)\)/g));
    expect(pictures.length).toBe(3 * named.length);
    for (const address of pictures) {
      const { headers, status } = await fetch(gateway() + address);
      expect([address, status, headers.get('Content-Type')]).toEqual([address, 200, 'image/png']);
    }
  });

  test('is for anyone, is kept for five minutes, and runs nothing', async () => {
    const response = await fetch(`${gateway()}/docs/demo`);
    expect(response.headers.get('Cache-Control')).toBe('public, max-age=300');
    expect(response.headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';/);
    expect(response.headers.get('Set-Cookie')).toBeNull();
    expect(await response.text()).not.toContain('<script');
    expect((await fetch(`${gateway()}/docs/nothing`)).status).toBe(404);
    expect((await fetch(`${gateway()}/docs`, { method: 'POST' })).headers.get('Allow')).toBe('GET, HEAD');
  });

  test.each(ADDRESSES)('loads quickly: %s with its styles is at most 120 KB', async (address) => {
    const html = await read(address);
    const styles = all(html, /<link rel="stylesheet" href="([^"]+)"/g);
    const sizes = await Promise.all([address, ...styles].map(compressedSize));
    expect(sizes.length).toBe(3);
    expect(sizes.reduce((one, other) => one + other)).toBeLessThanOrEqual(LARGEST_LOAD);
  });

  test('says the same without compression', async () => {
    const headers = { 'Accept-Encoding': 'identity' };
    const asked = await fetch(`${gateway()}/docs/api`, { headers });
    expect(asked.headers.get('Content-Encoding')).toBeNull();
    expect(await asked.text()).toBe(await read('/docs/api'));
  });
});

/** As it travels: `fetch` tells it only uncompressed. */
async function compressedSize(address: string): Promise<number> {
  const { gzipSync } = await import('node:zlib');
  const bytes = Buffer.from(await (await fetch(gateway() + address)).arrayBuffer());
  return gunzipSync(gzipSync(bytes)).equals(bytes) ? gzipSync(bytes).length : Number.NaN;
}

describe('the page of the API', () => {
  test('has every operation, with who may ask and each shape that it names', async () => {
    const html = await read('/docs/api');
    for (const { id, method, path } of OPERATIONS) {
      const [, described = ''] = html.split(`<h3 id="${id}">`);
      expect([id, plain(described.slice(0, 600))]).toEqual([
        id,
        expect.stringContaining(`${method.toUpperCase()} ${path}`),
      ]);
      expect([id, plain(described.split('<dl')[0] as string)]).toEqual([
        id,
        expect.stringContaining('For a'),
      ]);
    }
  });

  test('has every reason code with its meaning, what to do, and a link to the guide', async () => {
    const html = plain(await read('/docs/api'));
    for (const [code, { clause, means }] of Object.entries(reasons)) {
      expect(html).toContain(`href="/docs/reasons#${code}"`);
      expect(html).toContain(means.slice(1));
      expect(html).toContain(clause);
    }
  });

  test('has examples that run as they stand: what reads, and what a partner asks', async () => {
    const lines = all(await read('/docs/api'), /<pre><code>([^<]*)<\/code><\/pre>/g).map(plain);
    expect(lines.length).toBe(OPERATIONS.length);
    const failed: string[] = [];
    let run = 0;
    for (const line of lines) {
      const { as, body, method, path } = await taken(line);
      const isOfList = method === 'GET' && !/7b0c6b7e|\{/.test(path);
      if (!isOfList && !['/v1/queries', '/v1/decisions'].includes(path)) continue;
      run += 1;
      const status =
        as === undefined
          ? await statusOf(path)
          : (await (await fixture.demo.as(as)).request(method, path, body)).status;
      if (status >= 400 && !MAY_BE_MISSING.test(path)) failed.push(`${status}: ${line}`);
    }
    expect(failed).toEqual([]);
    expect(run).toBeGreaterThan(30);
  });
});

/** A connection that was idle for too long may be told so as it is used again; then the request is repeated (RFC 9110 §15.5.9). */
async function statusOf(address: string): Promise<number> {
  const { status } = await fetch(address);
  return status === 408 ? (await fetch(address)).status : status;
}

/** What a new demo does not have yet: its example stands for one that a list shows. */
const MAY_BE_MISSING =
  /\/(?:entries|receipts|refusals)\/\d+$|\/log\/tile|2026-10|endpoint|reads-sources\/|\/jobs/;

/** An example, as its shell takes it apart. */
async function taken(line: string) {
  if (line.startsWith('curl -s -X POST ')) return { method: 'POST', path: line.split(' ').at(-1) as string };
  if (line.startsWith('curl -s ')) return { method: 'GET', path: line.slice('curl -s '.length) };
  const { words } = await shellWords(line);
  const [method = '', path = ''] = words.slice(words.indexOf('api') + 1);
  const after = (option: string) => (words.includes(option) ? words[words.indexOf(option) + 1] : undefined);
  const text = after('--body');
  return { method, path, as: after('--as'), body: text === undefined ? undefined : JSON.parse(text) };
}

describePages('the documentation in a browser', () => {
  const browser = useBrowser();

  test('has nothing that axe finds wrong, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await browser.open();
    for (const address of ['/docs', '/docs?q=witness', '/docs/demo', '/docs/how-it-judges']) {
      await page.goto(gateway() + address);
      expect([address, await axeViolationsInEveryView(page)]).toEqual([address, []]);
    }
    // Thousands of elements take axe as many looks, and are of the same few kinds.
    await page.setViewportSize({ width: 320, height: 800 });
    await page.goto(`${gateway()}/docs/api`);
    expect(await axeViolations(page)).toEqual([]);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  }, 240_000);

  test('is searched by a form that works without JavaScript', async () => {
    const { page } = await browser.open({ scripts: false });
    await page.goto(`${gateway()}/docs`);
    await page.getByLabel('Search the guides').fill('small counts');
    await page.getByRole('button', { name: 'Search', exact: true }).click();
    await page.getByRole('link', { name: 'Small counts', exact: true }).click();
    expect(page.url()).toBe(`${gateway()}/docs/transparency#small-counts`);
    const contents = page.getByRole('navigation', { name: 'On this page' });
    expect(await contents.getByRole('link', { name: 'Small counts' }).count()).toBe(1);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    expect(page.url()).toBe(`${gateway()}/docs`);
  });

  test('is as wide as a phone, on a phone: what is wider scrolls by itself', async () => {
    const { page } = await browser.open({ width: 320 });
    for (const address of ADDRESSES) {
      await page.goto(gateway() + address);
      expect([address, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([address, 320]);
    }
  });
});
