/** `/query`, as an officer of the owner's own uses it: a real browser, the running gateway, and partners that a test answers for. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { eventually } from '../../setup/eventually.ts';
import { usePeople } from '../../setup/pages/use-people.ts';
import { statedRead } from '../network/asks/answering-log.ts';
import { servePartner } from '../network/asks/partner-gateway.ts';
import { enterPeer, type TestPeer } from '../network/asks/serve-asks.ts';

const OWN = 'CO0010300';
const [GIVES, REFUSES, LIES, SILENT, STOPPED] = [
  'CO0019801',
  'CO0019802',
  'CO0019803',
  'CO0019804',
  'CO0019805',
];

describePages('the page of the owner’s own officers', () => {
  const fixture = useDemo();
  const browser = useBrowser();
  const people = usePeople(fixture, browser);
  const closing: (() => unknown)[] = [];
  const peers = new Map<string, TestPeer>();
  let pool: pg.Pool;

  beforeAll(async () => {
    const { dataDir, file } = fixture.demo;
    pool = new pg.Pool({ connectionString: file.databases.gatewayOwnerUrl });
    pool.on('error', () => undefined);
    for (const ori of [GIVES, REFUSES, LIES, SILENT, STOPPED]) {
      const peer = await enterPeer({ ownerPool: pool }, ori);
      peers.set(ori, peer);
      if (ori === SILENT || ori === STOPPED) continue;
      const served = await servePartner(peer, dataDir);
      closing.push(() => served.close());
    }
    const answers: Record<string, TestPeer['answer']> = {
      [GIVES]: (question, log) => ({
        status: 200,
        body: log.release(question, [statedRead({ plate: fixture.plate })]),
      }),
      [REFUSES]: (question, log) => ({ status: 403, body: log.refuse(question) }),
      [LIES]: (question, log) => ({ status: 200, body: log.release({ ...question, ori: REFUSES }, []) }),
    };
    for (const [ori, answer] of Object.entries(answers)) (peers.get(ori) as TestPeer).answer = answer;
    await pool.query(
      "UPDATE network_peer SET asking_stopped_at = now(), asking_stopped_reason = 'log_forked' WHERE ori = $1",
      [STOPPED],
    );
  });
  afterAll(async () => {
    for (const close of closing) close();
    await pool.end();
  });

  async function fill(page: Page, at: readonly string[]) {
    await page.getByLabel('Purpose').selectOption('stolen_vehicle');
    await page.getByLabel('Plate', { exact: true }).fill(fixture.plate);
    await page.getByLabel('Case number').fill('CR-2026-0142');
    await page.getByLabel('In your words').fill('vehicle reported stolen overnight from a driveway');
    for (const ori of at) await page.getByRole('checkbox', { name: ori }).check();
  }
  const part = (page: Page, ori: string) =>
    page.locator('section.asked-part').filter({ has: page.getByRole('heading', { name: ori }) });
  const textOf = async (page: Page, ori: string) => (await part(page, ori).textContent()) ?? '';

  test('says of each agency what it keeps and gives, and why one cannot be asked', async () => {
    const { page } = await people.at('/query', 'ccpd-officer');
    expect(await page.getByRole('checkbox', { name: OWN }).isChecked()).toBe(true);
    const group = page.getByRole('group', { name: 'Ask which agencies' });
    expect(await group.textContent()).toMatch(/It keeps reads for 21 days, and gives those of the last 30/);
    expect(await page.getByRole('checkbox', { name: STOPPED }).isDisabled()).toBe(true);
    expect(await group.textContent()).toMatch(/could not be proved \(log forked\)/);
    expect(await page.getByRole('button', { name: 'Check' }).count()).toBe(0);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
  });

  test('asks nothing where no agency is chosen, and keeps what was typed', async () => {
    const { page } = await people.at('/query', 'ccpd-officer');
    await fill(page, []);
    await page.getByRole('checkbox', { name: OWN }).uncheck();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    expect(await page.getByRole('group', { name: 'Ask which agencies' }).textContent()).toContain(
      'Choose at least one agency.',
    );
    expect(await page.getByLabel('Case number').inputValue()).toBe('CR-2026-0142');
    expect(await page.getByRole('checkbox', { name: OWN }).isChecked()).toBe(false);
  });

  test.each([true, false])(
    'shows what each agency answered, in a part of its own (scripts: %s)',
    async (scripts) => {
      await pool.query(
        'UPDATE network_peer SET asking_stopped_at = NULL, asking_stopped_reason = NULL WHERE ori = $1',
        [LIES],
      );
      const { page, policyViolations, scriptErrors } = await people.at('/query', 'ccpd-officer', { scripts });
      await fill(page, [GIVES as string, REFUSES as string, LIES as string, SILENT as string]);
      await page.getByRole('button', { name: 'Ask', exact: true }).click();
      await page.waitForURL(/\/query\/asked\/[0-9a-f-]{36}/);
      expect(await textOf(page, GIVES as string)).toMatch(
        /Released.*Stated by.*Both logs prove.*no_onward.*delete_by.*Colfax at Peoria/s,
      );
      expect(await part(page, GIVES as string).getAttribute('data-stated-by')).toBe(GIVES);
      expect(Number(await part(page, GIVES as string).getAttribute('data-stated-at'))).toBeGreaterThan(1e12);
      expect(await page.getByRole('table', { name: `Reads stated by ${GIVES}` }).count()).toBe(1);
      expect(await page.getByRole('table', { name: 'Reads', exact: true }).count()).toBe(1);
      expect(await part(page, OWN).getAttribute('data-stated-by')).toBeNull();
      expect(await textOf(page, REFUSES as string)).toMatch(/Refused.*grant_missing/s);
      expect(await textOf(page, LIES as string)).toMatch(/Not proved.*nothing of it is shown.*Next:/s);
      expect(await textOf(page, SILENT as string)).toMatch(/No answer.*Next:/s);
      expect(await page.getByRole('link', { name: 'Case file' }).count()).toBe(0);
      expect(page.url()).not.toContain(fixture.plate);
      if (scripts) expect(await axeViolationsInEveryView(page)).toEqual([]);
      expect([policyViolations, scriptErrors]).toEqual([[], []]);
    },
  );

  test('is withdrawn, on an open page, by a signal of the agency that stated it', async () => {
    const { page } = await people.at('/query', 'ccpd-officer');
    await fill(page, [GIVES as string]);
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    await page.waitForURL(/\/query\/asked\//);
    expect(await textOf(page, GIVES as string)).toContain('Colfax at Peoria');
    await pool.query("INSERT INTO network_signal (ori, jti, officer) VALUES ($1, 'one', NULL)", [GIVES]);
    await eventually(
      async () => (await page.getByText(`${GIVES} has ended the access to this`).count()) === 1,
    );
    expect(await page.locator('main').textContent()).not.toContain('Colfax at Peoria');
    expect(await page.getByRole('table', { name: 'Reads', exact: true }).count()).toBe(1);
  });

  test('stands in the list of what was asked, until the officer signs out', async () => {
    const { page } = await people.at('/query/asked', 'ccpd-officer');
    expect(await page.getByRole('table', { name: 'Your questions' }).textContent()).toContain(GIVES);
    await page.getByRole('link', { name: 'Show the answers' }).first().click();
    expect(await textOf(page, OWN)).toContain('Released');
  });

  test('has what differed between the logs beside it, with both entries', async () => {
    await pool.query('INSERT INTO network_check (ori) VALUES ($1)', [GIVES]);
    await pool.query(
      `INSERT INTO network_difference (ori, entry, kind, theirs, ours, their_text, our_text)
       VALUES ($1, 1, 'other_count', 41, 7, '{"kind":"release"}', '<b>markup</b>')`,
      [GIVES],
    );
    const { page } = await people.at('/console/peers', 'admin-1');
    const told = await page.getByRole('table', { name: 'Differences' }).textContent();
    expect(told).toContain('their log has another number of reads than we were sent');
    expect(told).toContain('41: {"kind":"release"}');
    expect(told).not.toContain('markup');
    expect(await page.getByRole('link', { name: '7', exact: true }).getAttribute('href')).toBe(
      '/console/audit/7',
    );
    expect(await axeViolationsInEveryView(page)).toEqual([]);
  });

  test('can ask an agency again once an administrator has looked, with a reason and an entry', async () => {
    const { page } = await people.at('/console/peers', 'admin-1');
    const row = page.getByRole('row').filter({ hasText: STOPPED as string });
    expect(await row.textContent()).toContain('stopped: log forked');
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await row.getByRole('button', { name: 'Test' }).click();
    expect(await page.getByRole('table', { name: 'Parts of the way' }).textContent()).toMatch(/Fault/);
    await page.goto(`${fixture.demo.file.gateway}/console/peers`);
    await row.getByRole('button', { name: 'Check' }).click();
    expect(await page.locator('main').textContent()).toMatch(/credentials/);
    await page.goto(`${fixture.demo.file.gateway}/console/peers`);
    await row.getByRole('button', { name: 'Resume asking' }).click();
    await page.getByLabel('Reason').fill('their operator had restored an old copy');
    await page.getByRole('button', { name: 'Resume asking now' }).click();
    expect(await page.getByRole('region', { name: 'Done' }).textContent()).toContain('asked again');
    expect(await row.textContent()).not.toContain('stopped');
    expect(await row.getByRole('button', { name: 'Resume asking' }).count()).toBe(0);
    const { rows } = await pool.query(
      "SELECT owner_detail::jsonb AS owner FROM audit_detail WHERE kind = 'agency_changed' ORDER BY index DESC LIMIT 1",
    );
    expect(rows[0].owner).toMatchObject({ asking: 'resumed', stoppedFor: 'log_forked' });
    const officer = await people.at('/query', 'ccpd-officer');
    expect(await officer.page.getByRole('checkbox', { name: STOPPED }).isDisabled()).toBe(false);
  });
});
