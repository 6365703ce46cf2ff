/** Watching a plate: from an answer to a standing query, whose hits arrive on the officer's open page. */
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { axeViolationsInEveryView } from '../../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../../setup/browser.ts';
import { useDemo } from '../../../setup/demo/use-demo.ts';
import { eventually } from '../../../setup/eventually.ts';
import { personOf, signInOnce } from '../../../setup/pages/sign-in-at-pages.ts';

describePages('a plate that an officer watches', () => {
  const fixture = useDemo('adams');
  const browser = useBrowser();
  const signIn = signInOnce();

  const takeRead = async (plate: string) => {
    const db = new pg.Client(fixture.demo.file.databases.readsOwnerUrl);
    await db.connect();
    const read = `INSERT INTO read (read_id, captured_at, plate, lookalike_key, camera_id, camera_name)
      VALUES (gen_random_uuid(), now(), $1, $1, 'camera-1', 'Camera 1')`;
    await db.query(read, [plate]).finally(() => db.end());
  };

  test('is entered from the answer with its fields filled in, without a plate in an address, and its hit arrives by itself', async () => {
    const { page, policyViolations, scriptErrors } = await browser.open();
    page.setDefaultTimeout(15_000);
    await signIn(page, fixture.demo.file.gateway, '/query', personOf(fixture.demo.file, 'adams-officer'));
    await page.getByLabel('Purpose').selectOption('stolen_vehicle');
    await page.getByLabel('Case number').fill('CR-2026-0401');
    await page.getByLabel('In your words').fill('vehicle reported stolen overnight from a driveway');
    await page.getByLabel('Plate').fill(fixture.plate);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.getByRole('button', { name: 'Watch this plate', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Enter a standing query');
    expect(page.url()).not.toContain(fixture.plate);
    expect(await page.getByLabel('Plate').inputValue()).toBe(fixture.plate);
    expect(await page.getByLabel('Case number').inputValue()).toBe('CR-2026-0401');
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    await page.locator('[name=until-day]').fill(tomorrow);
    await page.getByRole('button', { name: /^Enter/ }).click();
    await page.getByRole('link', { name: 'Hits of your standing queries', exact: true }).click();
    const hits = page.getByRole('table', { name: 'Hits' });
    expect(await hits.textContent()).toContain('No camera has read a plate that you wait for');
    await takeRead(fixture.plate);
    await eventually(async () => (await hits.textContent())?.includes(fixture.plate) === true, 90_000);
    expect(await page.getByRole('log').textContent()).toMatch(/^\d+ new hit/);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await page
      .getByRole('button', { name: `Wrong ${fixture.plate}: another vehicle` })
      .first()
      .click();
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await page.getByRole('button', { name: 'Report as wrong' }).click();
    expect(await page.getByRole('region', { name: 'Done' }).textContent()).toMatch(/^Reported as wrong/);
    expect(await hits.textContent()).toContain('CAUTION: reported wrong: another vehicle');
    await page.getByRole('link', { name: 'Show only newer hits' }).click();
    expect(await hits.textContent()).toContain('No camera has read a plate');
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  }, 150_000);
});
