/** The page for everybody: in a real browser, with JavaScript off, in each view, and with nothing to show. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { PUBLIC_TABLES, TABLE_NAMES } from '../../../gateway/oversight/transparency/public-tables.ts';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, lookAt, useBrowser, VIEWS } from '../../setup/browser.ts';
import { checkAnswer } from '../../setup/check-answer.ts';
import { type ToldPublic, tellPublic } from '../../setup/told-public.ts';

let fixture: ToldPublic;
beforeAll(async () => {
  fixture = await tellPublic();
}, 60_000);
afterAll(() => fixture.close());

/** Names that tests from outside rely on. */
const NAMES = [
  'Agencies that plates are shared with',
  'Refused agencies',
  'Queries by purpose',
  'Refusals by reason',
  'Grants and revocations',
  'Log and witnesses',
];

describePages('the page for everybody', () => {
  const browser = useBrowser();

  test('has each table under its name, with its files beside it, with JavaScript off too', async () => {
    expect(TABLE_NAMES.map((name) => PUBLIC_TABLES[name].caption)).toEqual(expect.arrayContaining(NAMES));
    const { page, policyViolations } = await browser.open({ scripts: false });
    await page.goto(`${fixture.url}/transparency`);
    for (const name of TABLE_NAMES) {
      const { caption, rows } = PUBLIC_TABLES[name];
      const table = page.getByRole('table', { name: caption, exact: true });
      const lines = Math.max(1, rows(fixture.told).length);
      expect([name, await table.getByRole('row').count()]).toEqual([name, lines + 1]);
      const csv = page.getByRole('link', { name: `CSV: ${caption}`, exact: true });
      expect(await csv.getAttribute('href')).toBe(`/transparency/${name}.csv`);
      expect(await page.getByRole('link', { name: `JSON: ${caption}`, exact: true }).count()).toBe(1);
    }
    expect(policyViolations).toEqual([]);
  });

  test('tells in its tables what the files tell, and withholds what they withhold', async () => {
    const { page } = await browser.open();
    await page.goto(`${fixture.url}/transparency`);
    const row = async (table: string, text: string) => {
      const found = page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: text });
      return (await found.first().getByRole('cell').allTextContents()).join(' | ');
    };
    expect(await row('Agencies that plates are shared with', 'Adams SO')).toMatch(
      /CO0010000 \| County sheriff \| Adams/,
    );
    expect(await row('Refused agencies', 'FBI Denver')).toContain('agency_not_eligible: federal');
    // Each code leads to its words.
    await page.getByRole('link', { name: 'Refusals by reason', exact: true }).click();
    expect(new URL(page.url()).hash).toBe('#reasons');
    expect(await page.locator('#reasons').count()).toBe(1);
    expect(await row('Queries by purpose', 'Stolen vehicle')).toMatch(/withheld \| 20 \| 0 \| withheld/);
    expect(await row('Grants and revocations', 'Aurora PD')).toMatch(/Revoked: sharing ends/);
    expect(await row('Log and witnesses', 'Witnesses')).toMatch(/Nobody yet/);
    // Markup in a name is a name.
    expect(await row('Refused agencies', 'HYPERLINK')).toContain('<b>&');
    for (const chart of ['Queries by month', 'Refusals by reason', 'Milliseconds until a revocation']) {
      expect(await page.getByRole('img', { name: chart }).count()).toBe(1);
    }
  });

  test('has nothing that axe finds wrong, nothing too wide, and nothing that its policy refuses, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await browser.open();
    await page.goto(`${fixture.url}/transparency`);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    for (const [name, view] of VIEWS) {
      await lookAt(page, view);
      const tooWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect([name, tooWide]).toEqual([name, false]);
    }
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  }, 300_000);
});

describe('the page for everybody, over HTTP', () => {
  test('is as it is described, small, and may be kept for a minute', async () => {
    const response = await fetch(`${fixture.url}/transparency`);
    const { headers, status } = response;
    checkAnswer('GET', '/transparency', { status, headers, body: null });
    expect([status, headers.get('Cache-Control'), headers.get('Content-Encoding')]).toEqual([
      ...[200, 'public, max-age=60', 'gzip'],
    ]);
    expect(headers.get('Content-Security-Policy')).toMatch(/^default-src 'none';.*script-src 'self'/);
    expect((await response.text()).length).toBeLessThan(200_000);
  });

  test('says so, and shows no data, where the log or the database cannot be read', async () => {
    const faults: [Error, RegExp][] = [
      [new GatewayError('unavailable', 'the log does not extend what this node has seen'), /does not extend/],
      [new Error('connection refused'), /cannot reach its database/],
    ];
    for (const [fault, says] of faults) {
      fixture.failWith(fault);
      const response = await fetch(`${fixture.url}/transparency`);
      const { headers, status } = response;
      const html = await response.text();
      checkAnswer('GET', '/transparency', { status, headers, body: null });
      expect([status, headers.get('Cache-Control')]).toEqual([503, 'no-store']);
      expect(html).toMatch(says);
      expect(html).not.toContain('<table');
    }
    fixture.failWith(null);
  });
});
