/** Misuse, the monthly audit and hits in the console, as the Chief, the auditor and the reviewer use them. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { reportCommand } from '../../../gateway/oversight/reports/report-command.ts';
import { localDay } from '../../../gateway/pages/layout/time.tsx';
import { lengthOf } from '../../../gateway/pages/oversight/due.tsx';
import { monthsBefore } from '../../../gateway/pages/oversight/monthly-pages.tsx';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { haveBegunOn } from '../../setup/database/project-columns.ts';
import { demoCommand } from '../../setup/demo/demo-command.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { eventually } from '../../setup/eventually.ts';
import { usePeople } from '../../setup/pages/use-people.ts';

const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>';
const CASE = 'CR-2026-8001';
const PLATE = 'ZZH801';
const [month = '', monthBefore = ''] = monthsBefore(new Date(), 2);

describe('what is due', () => {
  test('is told in the largest unit that fits', () => {
    const minute = 60_000;
    expect([0, minute, 119 * minute, 48 * 60 * minute].map(lengthOf)).toEqual([
      '0 minutes',
      '1 minute',
      '1 hour',
      '2 days',
    ]);
    expect(monthsBefore(new Date('2026-01-31T23:00:00Z'), 2)).toEqual(['2025-12', '2025-11']);
  });
});

describePages('oversight in the console', () => {
  const fixture = useDemo('adams', 'auditor', 'chief', 'reviewer');
  const people = usePeople(fixture, useBrowser());
  let entry = 0;

  beforeAll(async () => {
    entry = await release();
    await haveHappenedIn(month);
    await hit();
  }, 300_000);

  /** A release with markup beside its reason. Resolves to its log entry. */
  async function release(): Promise<number> {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, fixture.plate);
    const justification = `${query.purpose.justification} ${MARKUP}`;
    const purpose = { ...query.purpose, caseNumber: CASE, justification };
    const { receipt } = await adams.call<{ receipt: { index: number } }>('POST', '/v1/queries', {
      ...query,
      purpose,
    });
    return receipt.index;
  }

  /** What was logged so far was logged in a month that is over. */
  async function haveHappenedIn(past: string): Promise<void> {
    const client = new pg.Client(fixture.demo.file.databases.gatewayOwnerUrl);
    await client.connect();
    await haveBegunOn(client, `${past}-07`);
    await client.end();
  }

  /** A read of a plate that a list names, with markup in the list's note. */
  async function hit(): Promise<void> {
    const { demo } = fixture;
    const [list, reads] = ['seen.csv', 'seen.ndjson'].map((name) => join(demo.dataDir, name)) as [
      string,
      string,
    ];
    // One more than a page of hits has.
    const earlier = Array.from({ length: 50 }, (_, i) => `ZZP${100 + i}`);
    const rows = [PLATE, ...earlier].map((plate) => `${plate},Stolen Vehicle,26-0142,"gray ${MARKUP}"`);
    writeFileSync(list, `plate,type,case,note\n${rows.join('\n')}\n`);
    await demoCommand(demo, 'hot-list', 'import', list, '--layout', 'csv', '--list', 'seen');
    const seen = (plate: string, ago: number) =>
      JSON.stringify({ capturedAt: new Date(Date.now() - ago).toISOString(), plate, cameraId: 'C1' });
    const lines = [PLATE, ...earlier].map((plate, at) => seen(plate, at * 1_000));
    writeFileSync(reads, `${lines.join('\n')}\n`);
    await demoCommand(demo, 'ingest', reads);
    await eventually(async () => {
      const { hits, next } = await fixture.clients.reviewer.call<{ hits: unknown[]; next: string | null }>(
        'GET',
        '/v1/hits?limit=50',
      );
      return hits.length === 50 && next !== null;
    });
  }

  const report = async (summary: string): Promise<string> => {
    const { auditor } = fixture.clients;
    const { subjects } = await auditor.call<{ subjects: { id: string; reference: string }[] }>(
      'GET',
      '/v1/subjects?agency=CO0010000',
    );
    const body = {
      kind: 'personal_use',
      summary,
      agency: 'CO0010000',
      subjectId: subjects.find(({ reference }) => reference === 'officer-1')?.id,
      entries: [entry],
    };
    return (await auditor.call<{ id: string }>('POST', '/v1/misuse-reports', body)).id;
  };
  const entriesOf = async (kind: string) =>
    (
      await fixture.clients.auditor.call<{ entries: unknown[] }>(
        'GET',
        `/v1/audit/entries?kind=${kind}&limit=200`,
      )
    ).entries.length;
  const text = async (page: Page) => (await page.getByRole('main').textContent()) ?? '';
  const noMarkup = async (page: Page) => {
    expect(await page.getByRole('main').locator('img, script').count()).toBe(0);
  };

  test.each([true, false])(
    'a report of misuse names the officer, the entries and what was said, and the Chief closes it with a note (scripts: %s)',
    async (scripts) => {
      const id = await report(`asked for the plate of a neighbor ${MARKUP}`);
      const { page, policyViolations } = await people.at('/console/misuse', 'chief', { scripts });
      await page.getByRole('link', { name: `Read ${id.slice(0, 8)}` }).click();
      const shown = await text(page);
      for (const part of [
        'Officer One (officer-1',
        CASE,
        fixture.plate,
        `neighbor ${MARKUP}`,
        'Demo auditor',
      ]) {
        expect(shown).toContain(part);
      }
      expect(await page.getByRole('link', { name: 'Officer One' }).first().getAttribute('href')).toMatch(
        /^\/console\/officers\/[0-9a-f-]{36}$/,
      );
      // It names a release, so something left.
      expect(await page.getByRole('button', { name: 'Refused, nothing left' }).count()).toBe(0);
      await page.getByLabel('Note').fill(`retrained ${MARKUP}`);
      await page.getByRole('button', { name: 'Founded', exact: true }).click();
      expect(await page.getByRole('status').textContent()).toMatch(
        /^Closed as founded.*Demo chief.*retrained/,
      );
      expect(await page.getByRole('button', { name: 'Founded', exact: true }).count()).toBe(0);
      await noMarkup(page);
      expect(policyViolations).toEqual([]);
    },
  );

  test.each([true, false])(
    'a flood of reports about one agency hides no other: several are closed with one note, each with an entry of its own (scripts: %s)',
    async (scripts) => {
      const { auditor, chief } = fixture.clients;
      const open = async (agency: string, summary: string) =>
        (
          await auditor.call<{ id: string }>('POST', '/v1/misuse-reports', {
            ...{ kind: 'shared_sign_in', summary, agency },
          })
        ).id;
      const other = await open('CO0010200', 'the one that must not be lost');
      const flood: string[] = [];
      for (let i = 0; i < 4; i += 1) flood.push(await open('CO0010100', `one of many ${MARKUP}`));
      const { page, policyViolations } = await people.at('/console/misuse', 'chief', { scripts });
      const agencies = page.getByRole('table', { name: 'Agencies with reports that are not closed' });
      const row = (name: string) => agencies.getByRole('row').filter({ hasText: name });
      const today = localDay(new Date().toISOString(), 'America/Denver');
      expect(await row('Aurora').getByRole('cell').allTextContents()).toEqual([
        ...['A sign-in that was shared', expect.stringContaining('(CO0010100)'), '4', '4', '0', today, today],
      ]);
      expect((await row('Brighton').getByRole('cell').allTextContents())[2]).toBe('1');
      await row('Aurora').getByRole('link').click();
      const unfounded = page.getByRole('button', { name: 'Unfounded' });
      await unfounded.waitFor();
      expect(await text(page)).not.toContain('must not be lost');
      // On paper the list has neither the boxes nor the fields.
      const list = page.getByRole('table', { name: 'Reports of misuse' });
      const heads = () => list.getByRole('columnheader').allTextContents();
      expect(await heads()).toEqual(expect.arrayContaining(['Mark', 'Kind']));
      await page.emulateMedia({ media: 'print' });
      expect(await heads()).toEqual(['Opened', 'Kind', 'State', 'Due', 'What', 'Page']);
      expect(await page.getByLabel('Note').isVisible()).toBe(false);
      await page.emulateMedia({ media: 'screen' });
      await page.getByLabel('Note').fill(`one client that was set up twice ${MARKUP}`);
      await unfounded.click();
      expect(await page.getByRole('alert').textContent()).toContain('No report is marked');
      expect(await page.getByLabel('Note').inputValue()).toBe(`one client that was set up twice ${MARKUP}`);
      // Some by hand; one of them somebody closes in between.
      const [first = '', second = '', third = '', fourth = ''] = flood;
      for (const id of [first, second, third]) await page.getByLabel(`Mark ${id.slice(0, 8)}`).check();
      await chief.call('POST', `/v1/misuse-reports/${third}/close`, {
        outcome: 'founded',
        note: 'by itself',
      });
      const before = await entriesOf('misuse_closed');
      await unfounded.click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
        'Close 3 reports as unfounded?',
      );
      expect((await entriesOf('misuse_closed')) - before).toBe(0);
      await page.getByRole('button', { name: 'Close 3 reports' }).click();
      expect(await page.getByRole('status').textContent()).toMatch(
        new RegExp(
          `2 reports closed as unfounded.*${third.slice(0, 8)} was not closed now: This report is closed`,
        ),
      );
      expect((await entriesOf('misuse_closed')) - before).toBe(2);
      // The rest at once: all that the page shows, and none that came after it.
      await page.getByRole('link', { name: 'what is left of this list' }).click();
      const later = await open('CO0010100', 'came after the page was made');
      await page.getByLabel('All 1 that this page shows').check();
      await page.getByLabel('Note').fill('the same client');
      await unfounded.click();
      await page.getByRole('button', { name: 'Close 1 report' }).click();
      expect(await page.getByRole('status').textContent()).toContain('1 report closed as unfounded');
      const stateOf = async (id: string) =>
        (await chief.call<{ state: string; note: string | null }>('GET', `/v1/misuse-reports/${id}`)).state;
      expect(await Promise.all([first, fourth, later, other].map(stateOf))).toEqual([
        ...['closed', 'closed', 'open', 'open'],
      ]);
      for (const id of [later, other]) {
        await chief.call('POST', `/v1/misuse-reports/${id}/close`, { outcome: 'unfounded', note: 'a test' });
      }
      await noMarkup(page);
      expect(policyViolations).toEqual([]);
    },
  );

  test('a report of a refusal alone is closed as such, and the next report is one press away', async () => {
    const { adams, auditor } = fixture.clients;
    const query = demoQuery(adams, fixture.plate);
    const { body } = await adams.request('POST', '/v1/queries', {
      ...query,
      purpose: { ...query.purpose, justification: 'a test of the new system' },
    });
    const { receipt } = body as { receipt: { index: number } };
    const next = await report('looked at a neighbor');
    const { id } = await auditor.call<{ id: string }>('POST', '/v1/misuse-reports', {
      ...{
        kind: 'inadequate_reason',
        summary: 'says nothing',
        agency: 'CO0010000',
        entries: [receipt.index],
      },
    });
    const { page } = await people.at(`/console/misuse/${id}`, 'chief');
    expect(await text(page)).toMatch(/Adams County.*\(CO0010000\)/s);
    await page.getByLabel('Note').fill('the system was new to the officer');
    await page.getByRole('button', { name: 'Refused, nothing left' }).click();
    const status = page.getByRole('status');
    expect(await status.textContent()).toMatch(/^Closed as refused, nothing left.*Log entry \d+\./);
    await status.getByRole('link', { name: 'the next open report' }).click();
    expect(await page.getByRole('button', { name: 'Founded', exact: true }).count()).toBe(1);
    await fixture.clients.chief.call('POST', `/v1/misuse-reports/${next}/close`, {
      ...{ outcome: 'unfounded', note: 'a test' },
    });
  });

  test('the reviewer, who reads no reports, reports an officer at the pages, and the Chief gets it', async () => {
    const { page, policyViolations } = await people.at('/console', 'reviewer');
    await page.getByRole('link', { name: 'Report to the Chief' }).click();
    await page.getByLabel('Kind').selectOption({ label: 'Personal use' });
    await page.getByLabel('What happened').fill(`for a friend ${MARKUP}`);
    await page.getByLabel('Officer’s id').fill('officer-1');
    await page.getByRole('button', { name: 'Report misuse' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Give the agency’s ORI too');
    expect(await page.getByLabel('What happened').inputValue()).toBe(`for a friend ${MARKUP}`);
    await page.getByLabel('Agency’s ORI').fill('co0010000');
    await page.getByLabel('Log entries').fill(`${entry}`);
    const before = await entriesOf('misuse_reported');
    // Somebody who is in a hurry clicks twice.
    await page.getByRole('button', { name: 'Report misuse' }).dblclick();
    await page.getByRole('status').waitFor();
    expect((await entriesOf('misuse_reported')) - before).toBe(1);
    const told = await page.getByRole('status').textContent();
    expect(told).toContain('The Chief has your report');
    expect(policyViolations).toEqual([]);
    const id = /report ([0-9a-f-]{36})/.exec(told ?? '')?.[1];
    const { page: chiefs } = await people.at(`/console/misuse/${id}`, 'chief');
    for (const part of ['for a friend', 'Officer One (officer-1', 'Demo reviewer', CASE]) {
      expect(await text(chiefs)).toContain(part);
    }
  });

  test('a report about the Chief goes to the auditor, who closes it; the Chief is not shown it', async () => {
    const { page } = await people.at('/console/misuse/report', 'admin-1');
    await page.getByLabel('Kind').selectOption({ label: 'Other misuse' });
    await page.getByLabel('What happened').fill('ordered a release for a friend');
    const ofOurs = page.getByLabel('One of our own people');
    expect(await ofOurs.locator('option').allTextContents()).toContain('Demo clerk');
    await ofOurs.selectOption({ label: 'Demo chief' });
    await page.getByRole('button', { name: 'Report misuse' }).click();
    const told = await page.getByRole('status').textContent();
    expect(told).toContain('The auditor Demo auditor has your report, and 14 days to close it');
    expect(told).not.toContain('The Chief has your report');
    const address = `/console/misuse/${/report ([0-9a-f-]{36})/.exec(told ?? '')?.[1]}`;
    const { page: chiefs } = await people.at(address, 'chief');
    expect(await text(chiefs)).toContain('No report has this id');
    const { page: auditors } = await people.at(address, 'auditor');
    expect(await text(auditors)).toMatch(/Assigned to\s*Demo auditor/);
    await auditors.getByLabel('Note').fill('nothing of it in the log');
    await auditors.getByRole('button', { name: 'Unfounded' }).click();
    expect(await auditors.getByRole('status').textContent()).toContain('Closed as unfounded');
  });

  test('an entry of the log is reported from its own page, and its number is filled in', async () => {
    const { page } = await people.at(`/console/audit/${entry}`, 'auditor');
    await page.getByRole('link', { name: 'report it to the Chief' }).click();
    expect(await page.getByLabel('Log entries').inputValue()).toBe(String(entry));
    expect(await page.getByLabel('Agency’s ORI').inputValue()).toBe('CO0010000');
    await page.getByLabel('Kind').selectOption({ label: 'Other misuse' });
    await page.getByLabel('What happened').fill('the entry says it');
    await page.getByRole('button', { name: 'Report misuse' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Report of misuse: Other misuse',
    );
  });

  test('a report is given to somebody to see to; a day in the past is refused, and the day stays in its field', async () => {
    const { page } = await people.at(`/console/misuse/${await report('looked at a neighbor')}`, 'chief');
    // Only who can open it is offered.
    const offered = await page.getByLabel('Person').locator('option').allTextContents();
    expect(offered.sort()).toEqual(['Choose', 'Demo auditor (auditor)', 'Demo chief (Chief)']);
    await page.getByLabel('Person').selectOption({ label: 'Demo auditor (auditor)' });
    await page.getByLabel('To be closed by').fill('2020-01-31');
    await page.getByRole('button', { name: 'Assign' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('is in the past');
    expect(await page.getByLabel('To be closed by').inputValue()).toBe('2020-01-31');
    await page.getByLabel('To be closed by').fill('2099-01-31');
    await page.getByRole('button', { name: 'Assign' }).click();
    expect(await text(page)).toMatch(/Assigned to\s*Demo auditor/);
    // On paper the report stands alone.
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('heading', { name: 'Close the report' }).count()).toBe(0);
  });

  test('a report has an address by which a sharing administrator suspends the officer with one press', async () => {
    const id = await report('looked at a neighbor');
    const { page } = await people.at(`/console/misuse/${id}`, 'chief');
    expect(await text(page)).toMatch(/a sharing administrator does it \(.*Demo admin-1.*\)/);
    const address = new URL((await page.locator('pre').textContent()) as string);
    expect(address.origin).toBe(fixture.demo.file.gateway);
    const { page: admins } = await people.at(address.pathname + address.search, 'admin-1');
    expect(await admins.getByLabel('Reason to suspend').inputValue()).toBe(`report of misuse ${id}`);
    await admins.getByRole('button', { name: 'Suspend now' }).click();
    expect(await admins.getByRole('status').textContent()).toMatch(
      /Officer One is suspended.*in force on every node/,
    );
    await page.reload();
    expect(await text(page)).toContain('Officer One is suspended.');
    // An address that somebody else made up fills in nothing.
    const officer = address.pathname;
    await admins.goto(`${fixture.demo.file.gateway}${officer}`);
    // Who reinstates knows what was said before.
    expect(await text(admins)).toMatch(
      new RegExp(
        `Suspended by.*Demo admin-1.*Reason.*report of misuse ${id}.*${id.slice(0, 8)}: not closed yet`,
        's',
      ),
    );
    await page.goto(`${fixture.demo.file.gateway}${officer}`);
    await page.getByRole('link', { name: id.slice(0, 8), exact: true }).click();
    expect(page.url()).toContain(`/console/misuse/${id}`);
    await admins.getByLabel('Reason to reinstate').fill('a test');
    await admins.getByRole('button', { name: 'Reinstate' }).click();
    await admins.goto(`${fixture.demo.file.gateway}${officer}?report=as+the+Chief+says`);
    expect(await admins.getByLabel('Reason to suspend').inputValue()).toBe('');
  });

  test('a report is read by the auditor, who does not close it; the look at its entries is in the log', async () => {
    const { page } = await people.at(`/console/misuse/${await report('looked at a neighbor')}`, 'auditor');
    expect(await text(page)).toContain('The Chief closes it');
    const { auditor } = fixture.clients;
    const { entries } = await auditor.call<{ entries: { index: number }[] }>(
      'GET',
      '/v1/audit/entries?kind=log_read&limit=1',
    );
    const look = await auditor.call<{ owner: { detail: string } }>(
      'GET',
      `/v1/audit/entries/${entries[0]?.index}`,
    );
    expect(JSON.parse(look.owner.detail).search).toMatchObject({ indices: [entry] });
  });

  test('a month is audited: its sample is read, what is inadequate is reported, and the seven answers are kept', async () => {
    const sample = await runCommand(
      reportCommand(async () => fixture.clients.auditor),
      `monthly --month ${month} --sample`,
    );
    expect(sample.replace(/\s+/g, ' ')).toMatch(
      new RegExp(`case ${CASE}, plate \\w+, Stolen vehicle, \\d+ reads?: “`),
    );
    expect(sample).toContain(`complete the audit: npm run gateway -- report monthly --month ${month}`);
    const { page, policyViolations } = await people.at(`/console/monthly/${month}/sample`, 'auditor');
    expect(await text(page)).toContain(CASE);
    expect(await text(page)).toContain('1 of 1 read');
    await page.getByLabel('What is inadequate').fill(`says nothing ${MARKUP}`);
    await page.getByRole('button', { name: 'Report them' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('No entry is marked');
    expect(await page.getByLabel('What is inadequate').inputValue()).toBe(`says nothing ${MARKUP}`);
    const sampled = page.getByRole('table', { name: 'Entries' }).getByRole('row').filter({ hasText: CASE });
    await sampled.getByText('Mark').click();
    await page.getByLabel('What is inadequate').fill('');
    await page.getByRole('button', { name: 'Report them' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('You did not say what is inadequate');
    expect(await sampled.getByLabel('Mark').isChecked()).toBe(true);
    await page.getByLabel('What is inadequate').fill(`says nothing ${MARKUP}`);
    await page.getByRole('button', { name: 'Report them' }).click();
    await page.getByRole('link', { name: 'read the report' }).click();
    expect(await text(page)).toContain(`says nothing ${MARKUP}`);
    await noMarkup(page);

    await page.goto(`${fixture.demo.file.gateway}/console/monthly`);
    // Of the months before the log began there is nothing to audit, and none is called not audited.
    const months = page.getByRole('table', { name: 'Months' }).getByRole('link');
    expect(await months.allTextContents()).toEqual([month]);
    await page.goto(`${fixture.demo.file.gateway}/console`);
    const waits = page.getByRole('table', { name: 'What waits for you' }).getByRole('row');
    const audits = await waits.filter({ hasText: 'Months to audit' }).getByRole('cell').allTextContents();
    expect([audits[2], audits[4]]).toEqual([
      '1',
      expect.stringMatching(/\d{4}-\d\d-16 00:00 UTC .*(in|overdue by) /),
    ]);
    await page.getByRole('link', { name: 'Months to audit' }).click();
    await page.getByRole('link', { name: month }).click();
    // What the gateway can answer by itself stands above the two questions.
    const preview = await text(page);
    expect(preview).toMatch(
      /Read the sample first.*would answer now.*Is training current\? NO.*Did you read/s,
    );
    expect(preview).toMatch(/1 of 1 read\. [^:]*inadequate: 1\./);
    expect(preview).toContain('Do the rosters name present employees only? waits for your answer');
    await page.getByRole('group', { name: 'Did you read' }).getByText('yes', { exact: true }).click();
    await page.getByRole('group', { name: 'Did you compare' }).getByText('yes', { exact: true }).click();
    await page.getByRole('button', { name: 'Complete the audit' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('One question has no answer');
    expect(await page.getByRole('group', { name: 'Did you compare' }).getByLabel('yes').isChecked()).toBe(
      true,
    );
    await page.getByRole('group', { name: 'Did you find' }).getByText('no', { exact: true }).click();
    await page.getByRole('button', { name: 'Complete the audit' }).click();
    const memo = await text(page);
    expect(memo).toMatch(/By\s*Demo auditor/);
    expect(memo).toContain("the vendor's own sharing was not found off");
    expect(memo).toMatch(
      /Are reasons and case numbers adequate, outside and inside\? NO[^?]*Reports to the Chief [^?]* inadequate: 1/,
    );
    // On paper the memo stands alone.
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await page.getByRole('listitem').filter({ hasText: 'NO' }).first().isVisible()).toBe(true);
    const signatures = page.getByText(/^(Auditor|Chief), signature and date$/);
    expect([await signatures.first().isVisible(), await signatures.count()]).toEqual([true, 2]);
    // With what each answer rests on, which the screen folds away, in words.
    const rests = page.getByText('Releases under a right that had ended').last();
    expect(await rests.isVisible()).toBe(true);
    expect(await text(page)).toMatch(/Officers of CO0010000\d+ enrolled, \d+ declared/);
    expect(await text(page)).not.toMatch(/under ended right|agencies 1|stood out|without effect/);
    await page.emulateMedia({ media: 'screen' });
    expect(await signatures.first().isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Complete the audit' }).count()).toBe(0);
    expect(policyViolations).toEqual([]);
  });

  test('a month that is not audited is offered to no one but auditors, and one that runs says from when', async () => {
    const { page } = await people.at(`/console/monthly/${monthBefore}`, 'chief');
    expect(await text(page)).toMatch(/An auditor does it.*there is nothing to read/s);
    const running = new Date().toISOString().slice(0, 7);
    const { page: auditors } = await people.at(`/console/monthly/${running}`, 'auditor');
    for (const group of await auditors.locator('fieldset').all())
      await group.getByText('yes', { exact: true }).click();
    await auditors.getByRole('button', { name: 'Complete the audit' }).click();
    expect(await auditors.getByRole('alert').textContent()).toContain('is not over');
  });

  test('hits say why each plate is looked for; the auditor reads them, the reviewer decides', async () => {
    const { page: auditors } = await people.at('/console/hits', 'auditor');
    const line = auditors.getByRole('table', { name: 'Hits' }).getByRole('row').filter({ hasText: PLATE });
    const told = await line.textContent();
    for (const part of ['seen', 'Stolen Vehicle', '26-0142', MARKUP, 'unconfirmed'])
      expect(told).toContain(part);
    await noMarkup(auditors);
    expect(await auditors.getByRole('button', { name: `Confirm ${PLATE}` }).count()).toBe(0);
    const { page } = await people.at('/console', 'reviewer');
    const waits = page.getByRole('table', { name: 'What waits for you' }).getByRole('row');
    expect((await waits.filter({ hasText: 'Unconfirmed hits' }).getByRole('cell').allTextContents())[2]).toBe(
      '51',
    );
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Hits', exact: true }).count()).toBe(
      1,
    );
    await page.getByRole('link', { name: 'Unconfirmed hits' }).click();
    await page.getByRole('button', { name: `Confirm ${PLATE}` }).click();
    expect(await page.getByRole('row').filter({ hasText: PLATE }).textContent()).toMatch(/(?<!un)confirmed/);
    expect(await page.getByRole('button', { name: `Confirm ${PLATE}` }).count()).toBe(0);
    await page.getByRole('link', { name: 'Older hits' }).click();
    expect(await page.getByRole('button', { name: /^Confirm/ }).allTextContents()).toHaveLength(1);
    await page.getByRole('button', { name: /^Dismiss/ }).click();
    // One is decided about, and stays on its page.
    expect(await page.getByRole('row').filter({ hasText: 'ZZP149' }).textContent()).toMatch(/dismissed/);
    expect(await page.getByRole('link', { name: 'Older hits' }).count()).toBe(0);
  });

  test('a hit is found wrong once it was asked again; its page is a letter to the source, and two persons lift the caution', async () => {
    const { page } = await people.at('/console/hits', 'reviewer');
    await page.getByRole('button', { name: `Wrong ${PLATE}: another vehicle` }).click();
    expect(await text(page)).toMatch(/Mark as wrong: .*another vehicle.*two persons lift it/s);
    await page.getByLabel('Note (optional)').fill('a motorcycle');
    await page.getByRole('button', { name: 'Mark as wrong' }).click();
    expect(await page.getByRole('region', { name: 'Done' }).textContent()).toMatch(/^Marked as wrong/);
    const line = page.getByRole('table', { name: 'Hits' }).getByRole('row').filter({ hasText: PLATE });
    expect(await line.textContent()).toContain('dismissed; CAUTION: found wrong: another vehicle');
    await page.getByRole('link', { name: `Caution and letter, ${PLATE}` }).click();
    const letter = page.getByRole('article', { name: 'Letter to the source' });
    for (const part of ['26-0142', PLATE, 'another one than your entry names', 'entry'])
      expect(await letter.textContent()).toContain(part);
    await noMarkup(page);
    await page.getByLabel('Reason').fill('dispatch confirmed the entry');
    await page.getByRole('button', { name: 'Lift the caution' }).click();
    expect(await page.getByText('The caution stays until another person').count()).toBe(1);
    const { page: another } = await people.at('/console', 'admin-1');
    const waits = another.getByRole('table', { name: 'What waits for you' }).getByRole('row');
    expect(await waits.filter({ hasText: 'Cautions on hits' }).count()).toBe(1);
    await another.goto(page.url());
    await another.getByLabel('Reason').fill('dispatch confirmed the entry');
    await another.getByRole('button', { name: 'Lift the caution' }).click();
    expect(await another.getByRole('region', { name: 'Done' }).textContent()).toMatch(/^Lifted/);
    expect(await another.getByText('The hits of this plate and entry carry no caution').count()).toBe(1);
  });

  test('shows the report of the year that runs, in full and as the public may see it, and saves it', async () => {
    const year = new Date().getUTCFullYear();
    const { page } = await people.at('/console/annual', 'auditor');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(`Annual report ${year}`);
    expect(await text(page)).toContain('until today');
    const figures = page.getByRole('table', { name: 'Figures of the year' });
    expect(await figures.getByRole('row', { name: /^Queries refused/ }).count()).toBe(1);
    await page.getByRole('link', { name: 'Public form' }).click();
    expect(await text(page)).toContain('small counts withheld');
    const saved = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Save as CSV' }).click();
    expect((await saved).suggestedFilename()).toBe(`annual-${year}-public.csv`);
    await page.goto(`${fixture.demo.file.gateway}/console/annual/last`);
    expect(await text(page)).toContain('write it as YYYY');
  });

  test('has nothing that axe finds wrong, in any view', async () => {
    const id = await report('looked at a neighbor');
    for (const address of [
      ...[
        '/console/misuse',
        '/console/misuse?agency=CO0010000',
        '/console/misuse/report',
        `/console/misuse/${id}`,
        '/console/monthly',
        '/console/annual',
        `/console/monthly/${monthBefore}`,
      ],
      ...[`/console/monthly/${month}`, `/console/monthly/${month}/sample`, '/console/hits'],
    ]) {
      const who = address.startsWith('/console/misuse') ? 'chief' : 'auditor';
      const { page, policyViolations, scriptErrors } = await people.at(address, who);
      expect([address, await axeViolationsInEveryView(page)]).toEqual([address, []]);
      expect([policyViolations, scriptErrors]).toEqual([[], []]);
    }
  });
});
