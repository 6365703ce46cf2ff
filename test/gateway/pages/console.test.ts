/** The console, as an administrator uses it: a real browser, the demo's issuer, and the running gateway. */
import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { withoutDatabase } from '../../setup/demo/without-database.ts';
import { eventually } from '../../setup/eventually.ts';
import { PAGES } from '../../setup/pages/all-pages.ts';
import { type DemoLogin, signInAtPages, typeSignIn } from '../../setup/pages/sign-in-at-pages.ts';

/** Of an agency, an id, a month and an entry that there could be. */
const addressOf = (path: string) =>
  path
    .replace(':ori', 'CO0010000')
    .replace(':month', '2026-10')
    .replace(':index', '1')
    .replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');

describePages('the console', () => {
  const fixture = useDemo('aurora');
  const browser = useBrowser();
  const person = (login: string) =>
    (fixture.demo.file as unknown as { people: DemoLogin[] }).people.find(
      (one) => one.login === login,
    ) as DemoLogin;
  const gateway = () => fixture.demo.file.gateway;

  test('asks for a sign-in with a one-time code, and comes back to the page that was asked for', async () => {
    const { page } = await browser.open();
    await signInAtPages(page, gateway(), '/console/agencies', person('auditor'));
    expect(new URL(page.url()).pathname).toBe('/console/agencies');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Agencies');
    expect(await page.getByRole('link', { name: 'Halt all sharing' }).count()).toBe(0);
  });

  test('sends an officer of its own agency, without a role, to where officers ask', async () => {
    const { page } = await browser.open();
    await signInAtPages(page, gateway(), '/console', person('ccpd-officer'));
    expect(new URL(page.url()).pathname).toBe('/query');
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
  });

  test('leads back to the public page where a sign-in began, which then shows the way on', async () => {
    const { page } = await browser.open();
    await page.goto(`${gateway()}/docs`);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await typeSignIn(page, person('reviewer'));
    await page.waitForURL(`${gateway()}/docs#signed-in`);
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await page.getByRole('link', { name: 'Console' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Overview');
  });

  test('revokes an agency in two clicks and a reason, with scripts and without', async () => {
    for (const scripts of [true, false]) {
      const { page, policyViolations } = await browser.open({ scripts });
      await signInAtPages(page, gateway(), '/console/agencies/CO0010100', person('admin-1'));
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/Aurora/);
      await page.getByRole('link', { name: 'Revoke' }).click();
      // The second time nothing is shared any more, and the form says so.
      expect(await page.getByText('No grant of this agency is in force').count()).toBe(scripts ? 0 : 1);
      await page.getByLabel('Reason').fill('a test');
      await page.getByRole('button', { name: 'Revoke now' }).click();
      expect(await page.getByRole('status').textContent()).toMatch(/in force on every node.*log entry \d+/);
      expect(policyViolations).toEqual([]);
    }
    const refused = await fixture.clients.aurora.request('POST', '/v1/queries/dry-run', {});
    expect(refused.status).toBeGreaterThanOrEqual(400);
  });

  test('has nothing that axe finds wrong, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await browser.open();
    await signInAtPages(page, gateway(), '/console', person('admin-2'));
    for (const [address, heading] of [
      ['/console', 'Overview'],
      ['/console/agencies', 'Agencies'],
      ['/console/agencies/CO0010000', 'Adams'],
      ['/console/agencies/CO0010000/revoke', 'Revoke'],
      ['/console/halt', 'Halt all sharing'],
      ['/console/resume', 'Resume sharing'],
      ['/console/reviews', 'Not for your role'],
      ['/console/agencies/CO9999999', 'Not found'],
      ['/signed-out', 'Signed out'],
    ] as const) {
      await page.goto(gateway() + address);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(heading);
      expect([address, await axeViolationsInEveryView(page)]).toEqual([address, []]);
    }
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  }, 300_000);

  test('without its database every page says so, shows nothing that was kept there, and loses nothing typed', async () => {
    const { page, policyViolations } = await browser.open({ scripts: false });
    await signInAtPages(page, gateway(), '/console', person('chief'));
    const chief = (await page.context().cookies()).find(({ name }) => name === 'session')?.value;
    const officer = await browser.open({ scripts: false });
    await signInAtPages(officer.page, gateway(), '/query', person('adams-officer'));
    const typed = '<i>typed</i> before the database was lost';
    await officer.page.getByLabel('In your words').fill(typed);
    await officer.page.getByLabel('Purpose').selectOption('stolen_vehicle');
    await officer.page.getByLabel('Plate').fill('KEPT123');
    const says = /cannot reach its database, so nothing can be shown or done, and nothing is released/;
    await withoutDatabase(fixture.demo, async () => {
      const headers = { Cookie: `session=${chief}` };
      const visits = PAGES.flatMap(({ act, path }) => {
        const form = new URLSearchParams({ reason: typed, note: typed, token: 'any', key: randomUUID() });
        const sent = { method: 'POST', body: form };
        return [{ path, sent: {} }, ...(act === undefined ? [] : [{ path, sent }])];
      });
      const visited = visits.map(async ({ path, sent }) => {
        const answer = await fetch(gateway() + addressOf(path), { headers, redirect: 'manual', ...sent });
        return { path, status: answer.status, text: await answer.text() };
      });
      for (const { path, status, text } of await Promise.all(visited)) {
        expect([path, status, says.test(text)]).toEqual([path, 503, true]);
        expect(text).not.toMatch(/<table|Adams County|Demo |CO00101/);
      }
      await officer.page.getByRole('button', { name: 'Ask', exact: true }).click();
      expect(await officer.page.getByRole('alert').textContent()).toMatch(says);
    });
    // It is there again: what was typed goes on from the page that kept it.
    await eventually(async () => (await fetch(`${gateway()}/readyz`)).ok);
    await officer.page.getByRole('button', { name: 'Send it again' }).click();
    await officer.page.getByRole('heading', { level: 1, name: /Ask for reads|Held query|Reads/ }).waitFor();
    expect(await officer.page.getByLabel('In your words').inputValue()).toBe(typed);
    expect(await officer.page.getByLabel('Plate').inputValue()).toBe('KEPT123');
    expect([policyViolations, officer.policyViolations]).toEqual([[], []]);
  }, 240_000);
});
