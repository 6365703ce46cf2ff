/** The audit log in the console: searched, shown with its proof, saved as a file; each look is in it. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { verifyAnswer } from '../../../gateway/audit-verify/verify-receipt.ts';
import { obligationInWords } from '../../../gateway/pages/oversight/obligations.tsx';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { usePeople } from '../../setup/pages/use-people.ts';

const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const CASE = 'CR-2026-7001';

test('what a release had to comply with is said in words, and when in UTC', () => {
  const obligations = [
    { code: 'verify_before_action' },
    { code: 'not_before', at: Date.UTC(2026, 9, 29, 2, 19) },
    { code: 'cap_records', records: 100 },
    { code: 'omit_images' },
    { code: 'review_within', hours: 24 },
  ] as const;
  expect(obligations.map(obligationInWords)).toEqual([
    'verify plate, state and status before acting',
    'no read from before 2026-10-29 02:19 UTC',
    'at most 100 reads',
    'no images',
    'a person reviews the release within 24 hours',
  ]);
});

describePages('the audit log in the console', () => {
  const fixture = useDemo('adams', 'admin-1');
  const people = usePeople(fixture, useBrowser());

  /** Asked by the sheriff for the case, with markup beside the words. */
  const ask = async () => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, fixture.plate);
    const justification = `${query.purpose.justification} ${MARKUP}`;
    const purpose = { ...query.purpose, caseNumber: CASE, justification };
    await adams.request('POST', '/v1/queries', { ...query, purpose });
  };
  const search = async (page: Page, fields: Readonly<Record<string, string>>) => {
    for (const [label, text] of Object.entries(fields))
      await page.getByLabel(label, { exact: true }).fill(text);
    await page.getByRole('button', { name: 'Search' }).click();
  };
  const rows = async (page: Page) =>
    (await page.getByRole('table', { name: 'Entries' }).locator('tbody tr').allTextContents()) as string[];

  beforeAll(ask);

  test.each([true, false])(
    'is searched by case, without the case in the address; the line says who asked what (scripts: %s)',
    async (scripts) => {
      const { page, policyViolations } = await people.at('/console/audit', 'auditor', { scripts });
      await search(page, { 'Case number': CASE.toLowerCase(), Agency: 'CO0010000' });
      expect(page.url()).not.toContain(CASE);
      const [line = ''] = await rows(page);
      for (const part of ['Officer One (officer-1)', CASE, fixture.plate, 'Stolen vehicle', MARKUP]) {
        expect(line).toContain(part);
      }
      expect(await page.getByLabel('Case number').inputValue()).toBe(CASE.toLowerCase());
      expect(await page.getByRole('main').locator('img, script').count()).toBe(0);
      expect(policyViolations).toEqual([]);
    },
  );

  test.each([true, false])(
    'is at an address of its own, so that Back from an entry shows the search and what it found (scripts: %s)',
    async (scripts) => {
      const { page } = await people.at('/console/audit', 'auditor', { scripts });
      await search(page, { 'Case number': CASE, Plate: fixture.plate });
      const found = await rows(page);
      expect(page.url()).toMatch(/\/console\/audit\/searches\/[0-9a-f-]{36}$/);
      await page.locator('a[href^="/console/audit/"]').last().click();
      await page.getByRole('heading', { name: /^Log entry \d+$/ }).waitFor();
      await page.goBack();
      // It is looked for again, which is an entry by itself.
      expect(await rows(page)).toEqual(expect.arrayContaining(found));
      expect(await page.getByLabel('Case number').inputValue()).toBe(CASE);
      // Nobody else's session has it, and no address finds one that is not kept.
      await page.goto(`${fixture.demo.file.gateway}/console/audit/searches/${randomUUID()}`);
      expect(await page.getByRole('main').textContent()).toContain('search again');
    },
  );

  test('has the search itself as an entry, with who looked for which case', async () => {
    const { page } = await people.at('/console/audit', 'auditor');
    await search(page, { 'Case number': CASE });
    await page.getByLabel('Kind').selectOption('log_read');
    await page.getByRole('button', { name: 'Search' }).click();
    const [look = ''] = await rows(page);
    expect(look).toMatch(/log read.*Demo auditor/);
    await page.getByRole('table', { name: 'Entries' }).getByRole('link').first().click();
    expect(await page.getByRole('main').textContent()).toMatch(/search case number.*CR-2026-7001/);
  });

  test('is searched by officer for what she only checked, too', async () => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, fixture.plate);
    await adams.call('POST', '/v1/decisions', {
      ...query,
      purpose: { ...query.purpose, caseNumber: 'CR-2026-7002' },
    });
    const { page } = await people.at('/console/audit', 'auditor');
    await page.getByLabel('Kind').selectOption('dry_run');
    await search(page, { Officer: 'officer-1', Agency: 'CO0010000' });
    const [line = ''] = await rows(page);
    expect(line).toMatch(/dry run.*Officer One \(officer-1\).*CR-2026-7002/);
    await page.getByRole('table', { name: 'Entries' }).getByRole('link').first().click();
    expect(await page.getByRole('main').textContent()).toMatch(
      /Officer\s*Officer One \(officer-1, CO0010000\)/,
    );
  });

  test('says what is wrong with a search, and keeps what was typed', async () => {
    const { page } = await people.at('/console/audit', 'auditor');
    await search(page, { Officer: 'nobody-1', Plate: 'DEMO001' });
    expect(await page.getByRole('alert').textContent()).toContain('No officer who asked has this id');
    expect(await page.getByRole('main').textContent()).toMatch(/Next: correct what is named above/);
    expect(await page.getByLabel('Plate').inputValue()).toBe('DEMO001');
  });

  test('shows one entry with what was asked and its proof; its receipt, saved, is verified by a stranger', async () => {
    const { page, policyViolations } = await people.at('/console/audit', 'auditor');
    await search(page, { 'Case number': CASE, Plate: fixture.plate, Officer: 'officer-1' });
    await page.getByRole('table', { name: 'Entries' }).getByRole('link').first().click();
    const text = (await page.getByRole('main').textContent()) ?? '';
    expect(text).toContain(MARKUP);
    expect(text).toContain('The public log has this line');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Receipt', exact: true }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^receipt-\d+\.json$/);
    const path = join(mkdtempSync(join(tmpdir(), 'receipt-')), 'receipt.json');
    await saved.saveAs(path);
    const report = await verifyAnswer(JSON.parse(readFileSync(path, 'utf8')), fixture.demo.file.logKey);
    expect(report.faults).toEqual([]);
    expect(policyViolations).toEqual([]);
  });

  test('is saved as CSV and as JSON by a form, and the file is an entry before it is sent', async () => {
    const { page } = await people.at('/console/audit', 'auditor');
    for (const [button, name] of [
      ['Export as CSV', 'audit-log.csv'],
      ['Export as JSON', 'audit-log.ndjson'],
    ] as const) {
      await page.getByLabel('Case number').fill(CASE);
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: button }).click(),
      ]);
      expect(saved.suggestedFilename()).toBe(name);
      expect(readFileSync(await saved.path(), 'utf8')).toContain('CO0010000');
    }
    const { entries } = await fixture.clients['admin-1'].call<{ entries: { says: { by: string } }[] }>(
      'POST',
      '/v1/audit/search',
      { caseNumber: CASE, kind: 'log_read', details: true, limit: 1 },
    );
    expect(entries).toHaveLength(1);
  });

  test('is not for reviewers', async () => {
    const { page } = await people.at('/console/audit', 'reviewer');
    expect(await page.getByRole('alert').textContent()).toContain(
      'Your role does not allow this page. A sharing administrator, an auditor or the Chief may open it.',
    );
  });

  test('has nothing that axe finds wrong, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await people.at('/console/audit', 'auditor');
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await search(page, { 'Case number': CASE });
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await page.getByRole('table', { name: 'Entries' }).getByRole('link').first().click();
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });
});
