/** What each person comes for, done with the keyboard alone, and how many keys it takes at most. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { personOf, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';

/** The words of what has the focus: of its label, else its own. */
const FOCUSED = `(document.activeElement?.labels?.[0] ?? document.activeElement)?.textContent.trim()`;
const MOST_TABS = 120;

/** Presses keys one by one, and counts them. */
class Keyboard {
  count = 0;
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    this.count += 1;
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    this.count += text.length;
    await this.#page.keyboard.type(text);
  }

  /** Goes on by Tab until what has the focus begins with these words. */
  async tabTo(words: string): Promise<void> {
    for (let steps = 0; steps < MOST_TABS; steps += 1) {
      await this.press('Tab');
      if (String(await this.#page.evaluate(FOCUSED)).startsWith(words)) return;
    }
    throw new Error(`\`${words}\` has not had the focus after ${MOST_TABS} keys`);
  }

  /** Follows a link or presses a button, and waits for the page that comes. */
  async open(words: string, heading: RegExp): Promise<void> {
    await this.tabTo(words);
    await this.press('Enter');
    await this.#page.getByRole('heading', { level: 1, name: heading }).waitFor();
  }

  async fill(label: string, text: string): Promise<void> {
    await this.tabTo(label);
    await this.type(text);
  }
}

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
