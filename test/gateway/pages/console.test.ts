/** The console, as an administrator uses it: a real browser, the demo's issuer, and the running gateway. */
import { expect, test } from '@jest/globals';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { type DemoLogin, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';

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
    for (const address of ['/console', '/console/agencies', '/console/agencies/CO0010000', '/console/halt']) {
      await page.goto(gateway() + address);
      expect([address, await axeViolationsInEveryView(page)]).toEqual([address, []]);
    }
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });
});
