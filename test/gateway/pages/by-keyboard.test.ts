/** What each person comes for, done with the keyboard alone, and how many keys it takes at most. */
import { expect, test } from '@jest/globals';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { Keyboard } from '../../setup/pages/keyboard.ts';
import { personOf, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';

describePages('by keyboard alone', () => {
  const fixture = useDemo('auditor');
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

  test('the Chief closes a report from the inbox', async () => {
    const { auditor } = fixture.clients;
    await auditor.call('POST', '/v1/misuse-reports', { kind: 'complaint', summary: 'a resident complained' });
    const { keys, page } = await openAs('chief', '/console');
    await keys.open('Reports of misuse', /^Misuse/);
    await keys.open('Read', /^Report of misuse/);
    await keys.fill('Note', 'the resident took it back');
    await keys.open('Unfounded', /^Report of misuse/);
    expect(await page.getByRole('status').textContent()).toMatch(/^Closed as unfounded/);
    expect(keys.count).toBeLessThanOrEqual(105);
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
