/** The page for everybody: in a real browser, with JavaScript off, in each view, and with nothing to show. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { GatewayError } from '../../../gateway/faults/errors.ts';
import { PUBLIC_TABLES, TABLE_NAMES } from '../../../gateway/oversight/transparency/public-tables.ts';
import { renderPage } from '../../../gateway/pages/layout/send-page.ts';
import { PublicTable } from '../../../gateway/pages/transparency/public-table.tsx';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, lookAt, useBrowser, VIEWS } from '../../setup/browser.ts';
import { busyPublic } from '../../setup/busy-public.ts';
import { checkAnswer } from '../../setup/check-answer.ts';
import { axeViolations } from '../../setup/pages/axe-in-page.ts';
import { LAST_MONTH, type ToldPublic, tellPublic } from '../../setup/told-public.ts';

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

/** The names of the tables of those rows that are one press away. */
const RESTS: Readonly<Record<string, string>> = {
  purposes: 'Refused purposes that few or nobody stated',
  reasons: 'Reasons for which little or nothing was refused',
};

async function pressAll(page: Page): Promise<void> {
  for (const summary of await page.locator('main summary').all()) await summary.click();
}

describePages('the page for everybody', () => {
  const browser = useBrowser();

  test('has each table under its name, with its files beside it, with JavaScript off too', async () => {
    expect(TABLE_NAMES.map((name) => PUBLIC_TABLES[name].caption)).toEqual(expect.arrayContaining(NAMES));
    const { page, policyViolations } = await browser.open({ scripts: false });
    await page.goto(`${fixture.url}/transparency`);
    await pressAll(page);
    for (const name of TABLE_NAMES) {
      const { caption, rows } = PUBLIC_TABLES[name];
      const table = page.locator(`#${name}`).getByRole('table', { name: caption, exact: true });
      const rest = page.getByRole('table', { name: RESTS[name] ?? 'none', exact: true });
      const lines = Math.max(1, rows(fixture.told).length);
      const shown = (await table.locator('tbody tr').count()) + (await rest.locator('tbody tr').count());
      expect([name, shown]).toEqual([name, lines]);
      const csv = page.getByRole('link', { name: `CSV: ${caption}`, exact: true });
      expect(await csv.getAttribute('href')).toBe(`/transparency/${name}.csv`);
      expect(await page.getByRole('link', { name: `JSON: ${caption}`, exact: true }).count()).toBe(1);
    }
    expect(policyViolations).toEqual([]);
  });

  test('answers first, within one screen of a phone, with numbers and dates', async () => {
    const { page } = await browser.open({ width: 390, scripts: false });
    await page.goto(`${fixture.url}/transparency`);
    const answers = page.getByRole('region', { name: 'In short', exact: true });
    const said = await answers.getByRole('listitem').allTextContents();
    const month = LAST_MONTH.toLocaleDateString('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' });
    expect(said).toEqual([
      expect.stringMatching(/^1 agency gets license-plate reads of .* now, since \w+ \d+, \d{4}\.$/),
      expect.stringContaining(`In ${month}, reads were released 20 times and refused 16 times.`),
      expect.stringMatching(/^Never: federal agencies \(ICE too\).*C\.R\.S\. 24-74-103.* one of 17 purposes/),
      expect.stringMatching(/^Each answer is one of \d+ entries of a public log, which no outside witness/),
      expect.stringMatching(/^This page cannot tell you whether your plate was asked for: why/),
    ]);
    expect(said[1]).toContain('Most were released for: Stolen vehicle (stolen_vehicle).');
    const box = await answers.boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 844)).toBeLessThan(844);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(15_000);
  });

  test('of a busy gateway is as short, the rest one press away', async () => {
    const busy = busyPublic(fixture.told);
    fixture.tellInstead(busy);
    const { page } = await browser.open({ width: 390 });
    await page.goto(`${fixture.url}/transparency`);
    fixture.tellInstead(fixture.told);
    const box = await page.getByRole('region', { name: 'In short', exact: true }).boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 844)).toBeLessThan(844);
    expect(await page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(15_000);
    const rows = (table: string) => page.getByRole('table', { name: table, exact: true }).locator('tbody tr');
    // Who asked stands open before the others.
    expect(await rows('Refused agencies').filter({ hasText: 'yes' }).count()).toBe(20);
    expect(await rows('Refused agencies').filter({ visible: true }).count()).toBe(8);
    await page.getByLabel('Show all 20').check();
    expect(await rows('Refused agencies').filter({ visible: true }).count()).toBe(20);
    expect(await rows('More agencies that get reads').count()).toBe(0);
    await page.getByText('More agencies that get reads: 142', { exact: true }).click();
    expect(await rows('More agencies that get reads').count()).toBe(142);
    expect(await axeViolations(page)).toEqual([]);
  });

  test('shows the counties on a map and in words, a line a year, and why nobody can look a plate up', async () => {
    const { page } = await browser.open();
    await page.goto(`${fixture.url}/transparency`);
    const map = page.getByRole('img', { name: 'Counties that get reads', exact: true });
    expect(await map.locator('path').count()).toBe(64);
    expect(await map.locator('.county-gets-reads').textContent()).toBe('Adams');
    expect(await page.locator('#counties').textContent()).toContain('1 of Colorado’s 64 counties');
    const year = String(LAST_MONTH.getUTCFullYear());
    expect(await page.locator('#years').textContent()).toContain(`${year}: 20 released, 0 held, 16 refused.`);
    expect(await page.getByRole('region', { name: 'Was my plate asked for?' }).textContent()).toContain(
      'no form to ask',
    );
    expect(await page.locator('main form').count()).toBe(0);
  });

  test('says “all 16 approved purposes” in place of a list of them', () => {
    const { told } = fixture;
    const purposes = told.purposes.filter(({ rule }) => rule === 'approved').map(({ code }) => code);
    const agencies = told.agencies.map((agency) => ({ ...agency, purposes }));
    const shown = renderPage(PublicTable({ name: 'agencies', told: { ...told, agencies }, empty: '' }));
    expect(shown).toContain('<a href="#purposes">all 16 approved purposes</a>');
    expect(shown).not.toContain('Stolen vehicle');
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
