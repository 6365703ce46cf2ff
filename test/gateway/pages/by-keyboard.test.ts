/** What each person comes for, done with the keyboard alone, and how many keys it takes at most. */
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { monthsBefore } from '../../../gateway/pages/oversight/monthly-pages.tsx';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { haveBegunOn } from '../../setup/database/project-columns.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { Keyboard } from '../../setup/pages/keyboard.ts';
import { personOf, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';

describePages('by keyboard alone', () => {
  const fixture = useDemo('adams', 'auditor');
  const browser = useBrowser();

  async function openAs(login: string | null, address: string, width?: number) {
    const { page } = await browser.open(width === undefined ? {} : { width });
    const { gateway } = fixture.demo.file;
    if (login === null) await page.goto(gateway + address);
    else await signInAtPages(page, gateway, address, personOf(fixture.demo.file as never, login));
    return { page, keys: new Keyboard(page) };
  }

  test('an officer asks, reads where the plate was, and takes the case file', async () => {
    const { keys, page } = await openAs('adams-officer', '/query');
    await keys.fill('Plate', fixture.demo.file.plates[0] as string);
    await keys.fill('Purpose', 'Stolen v');
    await keys.fill('Case number', 'CR-2026-3999');
    await keys.fill('In your words', 'sedan stolen from a driveway overnight, seen near the park');
    await keys.tabTo('Ask');
    await keys.press('Enter');
    await page.getByRole('table', { name: 'Reads' }).waitFor();
    const asked = keys.count;
    expect(await page.locator('main svg').first().textContent()).toContain('Demo camera');
    await keys.tabTo('Case file');
    const [file] = await Promise.all([page.waitForEvent('download'), keys.press('Enter')]);
    expect(file.suggestedFilename()).toMatch(/\.zip$/);
    // The words take 58 of them.
    expect(asked).toBeLessThanOrEqual(145);
    expect(keys.count).toBeLessThanOrEqual(165);
  });

  test('an administrator adds an agency, and proposes its client', async () => {
    const { keys, page } = await openAs('admin-1', '/console');
    await keys.open('Agencies', /^Agencies$/);
    await keys.open('Add agency', /Add/);
    await keys.fill('Name', 'Sample Police Department');
    await keys.fill('ORI', 'CO0990100');
    await keys.fill('Class', 'Municipal');
    await keys.fill('County', 'Adams');
    await keys.open('Add', /^Sample Police Department$/);
    const added = keys.count;
    await keys.open('Add client', /Add a client/);
    await keys.fill('Client id', 'sample');
    await keys.open('Propose', /^Sample Police Department$/);
    expect(await page.getByRole('region', { name: 'Done' }).textContent()).toMatch(/^Proposed/);
    // The words take 47 and 6 of them.
    expect(added).toBeLessThanOrEqual(100);
    expect(keys.count).toBeLessThanOrEqual(150);
  });

  test('the Chief closes a report from the inbox, and goes on to the next', async () => {
    const { auditor } = fixture.clients;
    for (const summary of ['a resident complained', 'another resident complained'])
      await auditor.call('POST', '/v1/misuse-reports', { kind: 'complaint', summary });
    const { keys, page } = await openAs('chief', '/console');
    await keys.open('Reports of misuse', /^Misuse/);
    await keys.open('Read', /^Report of misuse/);
    await keys.fill('Note', 'the resident took it back');
    await keys.open('Unfounded', /^Report of misuse/);
    expect(await page.getByRole('status').textContent()).toMatch(/^Closed as unfounded/);
    const [closed, address] = [keys.count, page.url()];
    await keys.tabTo('the next open report');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Unfounded' }).waitFor();
    expect(page.url()).not.toBe(address);
    expect(await page.getByRole('main').textContent()).toContain('resident complained');
    expect(closed).toBeLessThanOrEqual(105);
    expect(keys.count).toBeLessThanOrEqual(130);
  });

  test('an auditor finds an entry of the log, and what it rests on', async () => {
    const { keys, page } = await openAs('auditor', '/console');
    await keys.open('Audit log', /^Audit log/);
    await keys.fill('Kind', 'grant_approved');
    await keys.open('Search', /^Audit log/);
    const [, first] = await page.getByRole('row').all();
    const index = (await first?.getByRole('link').first().textContent()) ?? '';
    await keys.open(index, /^Log entry/);
    expect(await page.getByRole('main').textContent()).toContain('grant approved');
    expect(keys.count).toBeLessThanOrEqual(90);
  });

  test('an auditor reads the sample of a month, reports a release, and completes the audit', async () => {
    const { adams } = fixture.clients;
    const { receipt } = await adams.call<{ receipt: { index: number } }>(
      'POST',
      '/v1/queries',
      demoQuery(adams, fixture.plate),
    );
    const [month = ''] = monthsBefore(new Date(), 1);
    const owner = new pg.Client(fixture.demo.file.databases.gatewayOwnerUrl);
    await owner.connect();
    await haveBegunOn(owner, `${month}-07`);
    await owner.end();
    const { keys, page } = await openAs('auditor', '/console');
    await keys.open('Months to audit', /^Monthly audit$/);
    await keys.open(month, /^Audit of/);
    await keys.open('Read the sample', /^Sample of/);
    await keys.tick(`Mark ${receipt.index}`);
    await keys.fill('What is inadequate', 'the case number fits no case');
    await keys.open('Report them', /^Reported$/);
    const read = keys.count;
    await keys.open('complete the audit', /^Audit of/);
    // Each question is a group of its own, whose first answer has the focus first.
    for (const _ of ['the sample', 'the rosters', "the vendor's sharing"]) await keys.tick('yes');
    await keys.tabTo('Complete the audit');
    await keys.press('Enter');
    await page.getByText('SHA-256 of the memo').waitFor();
    expect(await page.getByRole('main').textContent()).toMatch(/inadequate: 1/);
    // The words take 28 of them.
    expect(read).toBeLessThanOrEqual(135);
    expect(keys.count).toBeLessThanOrEqual(200);
  });

  test('a citizen on a phone reads who is refused', async () => {
    const { keys, page } = await openAs(null, '/transparency', 390);
    await keys.open('With whom plates are shared', /./);
    await keys.tabTo('Show all');
    await keys.press('Space');
    const rows = page.getByRole('table', { name: 'Refused agencies' }).locator('tbody tr');
    expect(await rows.filter({ visible: true }).count()).toBeGreaterThan(8);
    expect(keys.count).toBeLessThanOrEqual(25);
  });
});
