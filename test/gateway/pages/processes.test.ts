/** The register of served process, as a city attorney and the Chief use it in a real browser, without scripts. */
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { axeViolations } from '../../setup/pages/axe-in-page.ts';
import { usePeople } from '../../setup/pages/use-people.ts';

const DAY = 86_400_000;
/** As a clock in Colorado shows the day. */
const dayHere = (days: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Denver', dateStyle: 'short' }).format(
    Date.now() + days * DAY,
  );

describePages('the pages of served process', () => {
  const fixture = useDemo('counsel');
  const browser = useBrowser();
  const people = usePeople(fixture, browser);
  const gateway = () => fixture.demo.file.gateway;
  const openAs = async (login: string, address: string) =>
    (await people.at(address, login, { scripts: false })).page;
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const said = async (page: Page) => (await page.getByRole('main').textContent()) ?? '';

  async function register(page: Page, answerBy: string): Promise<void> {
    await page.getByRole('link', { name: 'Register a process' }).click();
    await page.getByLabel('Kind').selectOption('Subpoena');
    await page.getByLabel('Issuer').fill('Adams County District Court');
    await page.getByLabel('Served on').fill(dayHere(-5));
    await page.getByLabel('Persons it names').fill('Jordan Example\nRiley Sample');
    await page.getByLabel('Plates it names').fill('DEMO001\n');
    await page.getByLabel('Answer due by').fill(answerBy);
    await press(page, 'Register');
  }

  test('a city attorney comes to the register, registers a subpoena, and says that it was answered', async () => {
    const page = await openAs('counsel', '/console');
    expect(new URL(page.url()).pathname).toBe('/console/processes');
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Served process' }).count()).toBe(1);
    await register(page, dayHere(9));
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
      'Subpoena from Adams County District Court',
    );
    expect(await said(page)).toContain('2 persons and 1 plate, of which only codes are kept');
    expect(await said(page)).not.toMatch(/Jordan|DEMO001/);
    const duty = page.getByRole('list', { name: 'Duties' }).getByRole('listitem');
    expect(await duty.textContent()).toMatch(/Answer it: due .*23:59 M[SD]T\).*in 9 days/);
    await page.getByLabel('Note on “Answer it”').fill('sent to Jordan Example');
    await press(page, 'Done: Answer it');
    expect(await page.getByRole('alert').textContent()).toMatch(
      /“Note” names a person or a plate of the process/,
    );
    expect(await page.locator('#note-answer-error').textContent()).toMatch(/^“Note” names a person/);
    await page.getByLabel('Note on “Answer it”').fill('answered by letter of today');
    await press(page, 'Done: Answer it');
    expect(await duty.textContent()).toMatch(/Answer it: done by Demo counsel.*answered by letter of today/);
    expect(await said(page)).toContain('All is done');
    expect(await page.getByRole('button', { name: 'Refuse' }).count()).toBe(0);
  });

  test('a due date before the day of service is said beside its field, and nothing typed is lost', async () => {
    const page = await openAs('counsel', '/console/processes');
    await register(page, dayHere(-9));
    expect(await page.locator('#field-dueAnswer-error').textContent()).toMatch(
      /^“Answer due by” is before “Served on”: write the day/,
    );
    expect(await page.getByLabel('Persons it names').inputValue()).toBe('Jordan Example\nRiley Sample');
  });

  test('an overdue duty is on top of the list, on the overview, and in what waits for the Chief', async () => {
    const page = await openAs('counsel', '/console/processes');
    await register(page, dayHere(-2));
    expect(await page.getByRole('alert').textContent()).toContain('Overdue: 1 duty');
    await page.goto(`${gateway()}/console/processes`);
    const first = page.getByRole('table', { name: 'Served process' }).getByRole('row').nth(1);
    expect(await first.textContent()).toMatch(/overdue by \d+ hours/);
    const chief = await openAs('chief', '/console');
    expect(await said(chief)).toContain('Overdue under served process: 1');
    await chief.getByRole('link', { name: 'Duties under served process that are overdue' }).click();
    await chief.getByRole('link', { name: 'Subpoena' }).click();
    expect(await chief.getByRole('main').getByRole('button').count()).toBe(0);
    const reviewer = await openAs('reviewer', '/console');
    expect(await said(reviewer)).toContain('ask the process clerk, or the Chief');
  });

  test('an administrative warrant of immigration is refused as it is registered', async () => {
    const page = await openAs('counsel', '/console/processes/register');
    await page.getByLabel('Kind').selectOption('administrative_warrant');
    await page.getByLabel('Issuer').fill('ICE field office');
    await page.getByLabel('Served on').fill(dayHere(-1));
    await page.getByLabel('Copy to the state due by').fill(dayHere(3));
    await press(page, 'Register');
    expect(await said(page)).toMatch(
      /Refused: nothing is given under it.*signed by no court.*The copy to the state is still due/,
    );
    await press(page, 'Done: Send a copy to the state');
    expect(await said(page)).toContain('Nothing more is due');
  });

  test('a process is refused with a reason', async () => {
    const page = await openAs('counsel', '/console/processes');
    await register(page, dayHere(4));
    await page.getByLabel('Reason').fill('not signed by a judge');
    await press(page, 'Refuse');
    expect(await said(page)).toMatch(/Refused: nothing is given under it.*not signed by a judge/);
    expect(await said(page)).toContain('no longer needed, since the process was refused');
  });

  test('axe finds nothing wrong with the list, the form and a process', async () => {
    const signedIn = await openAs('counsel', '/console/processes');
    const one = await signedIn.getByRole('link', { name: 'Subpoena' }).first().getAttribute('href');
    const { page } = await browser.open();
    await page.context().addCookies(await signedIn.context().cookies());
    for (const address of ['/console/processes', '/console/processes/register', one as string]) {
      await page.goto(gateway() + address);
      expect([address, await axeViolations(page)]).toEqual([address, []]);
    }
  });
});
