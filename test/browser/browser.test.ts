/** The browser that pages are tested with: it must tell what is wrong with a page, or its silence shows nothing. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { axeViolationsInEveryView } from '../setup/axe-violations.ts';
import { describePages, useBrowser } from '../setup/browser.ts';
import { axeViolations } from '../setup/pages/axe-in-page.ts';
import { type Served, serveOnLoopback } from '../setup/serve-on-loopback.ts';

const GOOD = '<html lang="en"><title>Good</title><main><h1>Good</h1><p id="colors">Text</p></main></html>';
const BAD = '<html><title>Bad</title><img src="x.png"><input></html>';
/** Each fault shows in one view only. */
const HALF_GOOD = GOOD.replace(
  '<main>',
  `<style>.dark, .phone { background: #fff; color: #000 }
   @media (prefers-color-scheme: dark) { .dark { color: #eee } }
   @media (min-width: 400px) { .phone { display: none } }</style><main><p class="dark">Dark</p><input class="phone">`,
);
const FORBIDDEN = `${GOOD}<script>document.title = 'ran'</script>`;
const THROWING = `${GOOD}<script>throw new Error('not caught')</script>`;
const LINKED = GOOD.replace('</main>', '<p><a href="/slow">Slow</a></p></main>');
const ROWS = '<li>row</li>'.repeat(500);
const PAGES: Readonly<Record<string, string>> = {
  '/good': GOOD,
  '/bad': BAD,
  '/half-good': HALF_GOOD,
  '/forbidden': FORBIDDEN,
  '/throwing': THROWING,
  '/linked': LINKED,
};

const POLICIES: Readonly<Record<string, string>> = {
  '/throwing': "script-src 'unsafe-inline'",
  '/half-good': "style-src 'unsafe-inline'",
};

describePages('the browser of these tests (skipped where chromium is not installed)', () => {
  const browser = useBrowser();
  let served: Served;
  beforeAll(async () => {
    served = await serveOnLoopback((request, response) => {
      const policy = POLICIES[request.url ?? ''] ?? "default-src 'none'";
      response.setHeader('Content-Security-Policy', policy);
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      if (request.url === '/slow') {
        response.write(`<!doctype html>${GOOD}<ul>${ROWS}`);
        setTimeout(() => response.end(`${ROWS}</ul>`), 300);
        return;
      }
      response.end(`<!doctype html>${PAGES[request.url ?? ''] ?? GOOD}`);
    });
  });
  afterAll(() => served.close());

  test('finds nothing wrong with a good page, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await browser.open();
    await page.goto(`${served.url}/good`);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('tells what keeps a page from those who cannot see it', async () => {
    const { page } = await browser.open();
    await page.goto(`${served.url}/bad`);
    const found = (await axeViolations(page)).map((line) => line.split(':')[0]);
    expect(found).toEqual(expect.arrayContaining(['html-has-lang', 'image-alt', 'label']));
  });

  test('tells in which view a page is wrong', async () => {
    const { page } = await browser.open();
    await page.goto(`${served.url}/half-good`);
    const { EVERY_LOOK = '' } = process.env;
    process.env.EVERY_LOOK = 'yes';
    const lines = await axeViolationsInEveryView(page);
    process.env.EVERY_LOOK = EVERY_LOOK;
    const found = lines.map((line) => line.split(': ', 2).join(': '));
    expect(found).toEqual(['dark: color-contrast', 'on a phone: label']);
  });

  test.each([
    ['with scripts', true],
    ['with JavaScript off', false],
  ])('tells what a policy refused, %s', async (_, scripts) => {
    const { page, policyViolations } = await browser.open({ scripts });
    await page.goto(`${served.url}/bad`);
    expect(policyViolations).toEqual([expect.stringContaining('x.png')]);
  });

  test.each([true, false])(
    'waits for all of the page that a click asks for (scripts: %s)',
    async (scripts) => {
      const { page } = await browser.open({ scripts });
      await page.goto(`${served.url}/linked`);
      await page.getByRole('link', { name: 'Slow' }).click();
      expect(await page.locator('li').count()).toBe(1_000);
    },
  );

  test('runs no script that a policy refuses, and tells of it', async () => {
    const { page, policyViolations } = await browser.open();
    await page.goto(`${served.url}/forbidden`);
    expect(await page.title()).toBe('Good');
    expect(policyViolations).toEqual([expect.stringContaining('script')]);
  });

  test('tells what a script threw', async () => {
    const { page, scriptErrors } = await browser.open();
    await page.goto(`${served.url}/throwing`);
    expect(scriptErrors).toEqual(['not caught']);
  });

  test('shows each page in a session of its own, in the view that was asked for', async () => {
    const first = await browser.open({ dark: true, width: 320 });
    await first.page.goto(`${served.url}/good`);
    await first.page.evaluate("localStorage.setItem('kept', 'by the first')");
    const view = await first.page.evaluate(
      "[matchMedia('(prefers-color-scheme: dark)').matches, innerWidth]",
    );
    expect(view).toEqual([true, 320]);
    const second = await browser.open();
    await second.page.goto(`${served.url}/good`);
    expect(await second.page.evaluate("localStorage.getItem('kept')")).toBeNull();
  });
});
