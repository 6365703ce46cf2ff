/** `/query`, as an officer of a partner uses it: a real browser, the demo's issuer, and the running gateway. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { eventually } from '../../setup/eventually.ts';
import { type DemoLogin, personOf, signInOnce } from '../../setup/pages/sign-in-at-pages.ts';

describePages('the officer’s page', () => {
  const fixture = useDemo('reviewer', 'admin-1');
  const browser = useBrowser();
  const signIn = signInOnce();
  const pages: Page[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  const gateway = () => fixture.demo.file.gateway;
  const officer = () =>
    (fixture.demo.file as unknown as { people: DemoLogin[] }).people.find(
      ({ login }) => login === 'adams-officer',
    ) as DemoLogin;

  async function openForm(view = {}) {
    const opened = await browser.open(view);
    pages.push(opened.page);
    opened.page.setDefaultTimeout(10_000);
    await signIn(opened.page, gateway(), '/query', officer());
    return opened;
  }

  async function fill(page: Page, typed: Readonly<Record<string, string>> = {}) {
    const { Purpose = 'stolen_vehicle', ...fields } = typed;
    await page.getByLabel('Purpose').selectOption(Purpose);
    const text = {
      'Case number': 'CR-2026-0142',
      'In your words': 'vehicle reported stolen overnight from a driveway',
      Plate: fixture.plate,
      ...fields,
    };
    for (const [label, value] of Object.entries(text)) await page.getByLabel(label).fill(value);
  }

  const logSize = async () =>
    Number((await (await fetch(`${gateway()}/log/checkpoint`)).text()).split('\n')[1]);
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

  test('gives reads with the notice, a map and a receipt to save, with scripts and without', async () => {
    for (const scripts of [true, false]) {
      const { page, policyViolations, scriptErrors } = await openForm({ scripts });
      await fill(page);
      // Without scripts it stays blank, and the gateway fills it in.
      const from = page.getByLabel('From');
      if (scripts) await eventually(async () => /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(await from.inputValue()));
      else expect(await from.inputValue()).toBe('');
      // By the clock before her, but for the hour that it shows twice.
      expect(await page.getByLabel('Time zone').inputValue()).toMatch(/^(?:colorado|utc)$/);
      expect(await page.getByLabel('To').count()).toBe(1);
      await press(page, 'Ask');
      const rows = page.getByRole('table', { name: 'Reads' }).getByRole('row');
      expect(await rows.count()).toBeGreaterThan(1);
      expect(await rows.nth(1).textContent()).toContain(fixture.plate);
      expect(await page.getByRole('status').textContent()).toMatch(/Verify before action.*Unconfirmed lead/);
      expect(await page.locator('.facts').textContent()).toMatch(/adams-officer, CO0010000.*CR-2026-0142/);
      for (const name of ['Map of reads', 'Reads by hour']) {
        expect(await page.getByRole('img', { name, exact: true }).count()).toBe(1);
      }
      expect(await page.locator('main').textContent()).toContain('No picture of a car');
      await page.getByRole('link', { name: 'confidence', exact: true }).click();
      expect(
        await page.getByRole('link', { name: 'confidence', exact: true }).getAttribute('aria-current'),
      ).toBe('true');
      expect(new URL(page.url()).search).toBe('?sort=confidence');
      if (scripts) expect(await axeViolationsInEveryView(page)).toEqual([]);
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name: 'Receipt', exact: true }).click(),
      ]);
      expect(saved.suggestedFilename()).toMatch(/^receipt-\d+\.json$/);
      const { receipt } = JSON.parse(readFileSync(await saved.path(), 'utf8'));
      expect(JSON.parse(receipt.entry)).toMatchObject({ kind: 'release', agency: 'CO0010000' });
      expect(JSON.stringify(receipt)).not.toContain(fixture.plate);
      expect([policyViolations, scriptErrors]).toEqual([[], []]);
    }
  });

  /** So many reads of a plate of its own, within the last hour. */
  async function takeReads(plate: string, count: number): Promise<void> {
    const db = new pg.Client(fixture.demo.file.databases.readsOwnerUrl);
    await db.connect();
    await db
      .query(
        `INSERT INTO read (read_id, captured_at, plate, lookalike_key, camera_id, camera_name)
         SELECT gen_random_uuid(), now() - n * interval '10 seconds', $1, $1, 'camera-1', 'Camera 1'
         FROM generate_series(1, $2::int) n`,
        [plate, count],
      )
      .finally(() => db.end());
  }

  test.each([true, false])(
    'shows reads at an address of their own: Back, a reload and her list show them again, without a new entry (scripts: %s)',
    async (scripts) => {
      const plate = scripts ? 'PAGED7' : 'PAGED8';
      await takeReads(plate, 120);
      const { page, policyViolations } = await openForm({ scripts });
      const caseNumber = scripts ? 'CR-2026-0143' : 'CR-2026-0144';
      await fill(page, { Plate: plate, 'Case number': caseNumber });
      await press(page, 'Ask');
      const rows = page.getByRole('table', { name: 'Reads' }).getByRole('row');
      expect(await rows.count()).toBe(101);
      const served = await page.request.get(page.url());
      expect((await served.body()).length).toBeLessThan(120 * 1024);
      const first = page.url();
      expect(first).toMatch(/\/query\/released\/[0-9a-f-]{36}$/);
      await press(page, 'Next page');
      expect(await rows.count()).toBe(21);
      const size = await logSize();
      await page.getByRole('link', { name: 'verify it' }).click();
      await page.goBack();
      expect(await rows.count()).toBe(21);
      await page.goBack();
      expect([page.url(), await rows.count()]).toEqual([first, 101]);
      await page.reload();
      expect(await rows.count()).toBe(101);
      await page.getByRole('link', { name: 'Released queries', exact: true }).click();
      const own = page.getByRole('table', { name: 'Your released queries' }).getByRole('row');
      const mine = own.filter({ hasText: caseNumber });
      expect(await mine.allTextContents()).toEqual([
        expect.stringMatching(`${plate}Stolen vehiclea further oneShow the reads again`),
        expect.stringMatching(`${plate}Stolen vehiclethe firstShow the reads again`),
      ]);
      if (scripts) expect(await axeViolationsInEveryView(page)).toEqual([]);
      await mine.nth(1).getByRole('link').click();
      expect(await rows.count()).toBe(101);
      expect(await logSize()).toBe(size);
      await page.goto(`${gateway()}/query/released/${randomUUID()}`);
      expect(await page.getByRole('main').textContent()).toContain('Reads are not shown again');
      expect(policyViolations).toEqual([]);
    },
    60_000,
  );

  test('what was released is made evidence by the records clerk, on paper and as files, each logged', async () => {
    const { page } = await openForm();
    await fill(page, { 'Case number': 'CR-2026-0188' });
    await press(page, 'Ask');
    const [, index = ''] = /Log entry\s*(\d+)/.exec((await page.locator('.facts').textContent()) ?? '') ?? [];
    const reads = await page.getByRole('table', { name: 'Reads' }).getByRole('row').count();
    const { page: clerks, policyViolations, scriptErrors } = await browser.open();
    pages.push(clerks);
    // Whose only page it is need not know its address.
    await signIn(clerks, gateway(), '/console', personOf(fixture.demo.file, 'clerk'));
    expect(new URL(clerks.url()).pathname).toBe('/console/evidence');
    const links = clerks.getByRole('navigation').getByRole('link');
    expect(await links.allTextContents()).toEqual(['Evidence', 'Kept for cases']);
    await clerks.getByLabel('Log entry of the release').fill(index);
    await clerks.getByLabel('Case number').fill('CR-2026-0189');
    await press(clerks, 'Show it to print');
    expect(await clerks.getByRole('alert').textContent()).toContain('not a release for this case');
    await clerks.getByLabel('Case number').fill('cr-2026-0188');
    const before = await logSize();
    await press(clerks, 'Show it to print');
    expect(await clerks.getByRole('table', { name: 'Reads' }).getByRole('row').count()).toBe(reads);
    const paper = await clerks.locator('main').textContent();
    expect(paper).toMatch(/these are exactly the reads that left/);
    // Who asked signed in and was named by no system.
    expect(paper).toMatch(/Officer who asked[^(]*Adams[^(]*\([^,]+, CO0010000\)/i);
    expect(paper).toMatch(/Released to[^(]+ \(CO0010000\)\s*Released by[^(]*\(?CO0010300/);
    expect(paper).toMatch(/Made byDemo clerk, records clerk\s*Made\d{4}-/);
    expect(await clerks.getByRole('columnheader', { name: 'Vehicle' }).count()).toBe(1);
    expect(await axeViolationsInEveryView(clerks)).toEqual([]);
    const [saved] = await Promise.all([clerks.waitForEvent('download'), press(clerks, 'Download CSV')]);
    expect(saved.suggestedFilename()).toBe(`evidence-${index}.csv`);
    expect(
      readFileSync(await saved.path(), 'utf8')
        .trimEnd()
        .split('\r\n'),
    ).toHaveLength(reads);
    expect(await logSize()).toBe(before + 2);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('says why a query is refused, keeps what was typed, and takes the officer’s word for misread words', async () => {
    const { page } = await openForm();
    const justification = '<b>stolen</b> truck of Ice Age Beverage, help ICE find the driver';
    await fill(page, { 'In your words': justification, Plate: 'REFUSED1' });
    await press(page, 'Ask');
    const alert = page.getByRole('alert');
    const codes = await alert.getByRole('listitem').locator('code').allTextContents();
    expect(codes).toContain('narrative_immigration');
    const told = await alert.textContent();
    for (const part of ['C.R.S. 24-74-103', 'Words found:', 'Whom to ask']) expect(told).toContain(part);
    expect(await page.getByLabel('In your words').inputValue()).toBe(justification);
    expect(await page.getByLabel('Plate').inputValue()).toBe('REFUSED1');
    expect(await page.getByLabel('In your words').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('main b').count()).toBe(0);
  });

  test.each([true, false])(
    'shows her own refused queries again, with the words to correct and the form as it was, and a corrected one would pass (scripts: %s)',
    async (scripts) => {
      const { page, policyViolations } = await openForm({ scripts });
      const caseNumber = `CR-2026-019${scripts ? 0 : 1}`;
      // A plate of its own: what is refused for one makes others wait for a day.
      const typed = {
        ...{ 'Case number': caseNumber, Plate: `REFUSED${scripts ? 2 : 3}` },
        'In your words': 'expired registration, seen on <i>Dahlia</i> Street',
      };
      await fill(page, typed);
      await page.getByLabel('State').selectOption('CO');
      await press(page, 'Ask');
      const said = await page.getByRole('alert').getByRole('listitem').allTextContents();
      expect(said.join()).toContain('Words found');
      // Another day she does not remember what it said.
      await page.goto(`${gateway()}/query`);
      await page.getByRole('link', { name: 'Refused queries', exact: true }).click();
      const row = page
        .getByRole('table', { name: 'Your refused queries' })
        .getByRole('row')
        .filter({ hasText: caseNumber });
      expect(await row.textContent()).toMatch(/Stolen vehicle.*Read why, and correct it/);
      await row.getByRole('link').click();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Refused query');
      expect(page.url()).not.toMatch(new RegExp(`${caseNumber}|${typed.Plate}`));
      expect(await page.getByRole('alert').getByRole('listitem').allTextContents()).toEqual(said);
      expect(await page.getByRole('alert').getByRole('link', { name: 'Receipt', exact: true }).count()).toBe(
        1,
      );
      for (const [label, value] of Object.entries({ ...typed, State: 'CO', Purpose: 'stolen_vehicle' })) {
        const field = page.getByLabel(label, { exact: label !== 'In your words' });
        expect([label, await field.inputValue()]).toEqual([label, value]);
      }
      expect(await page.getByLabel('In your words').getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(0);
      expect(await page.locator('main i').count()).toBe(0);
      if (scripts) expect(await axeViolationsInEveryView(page)).toEqual([]);
      await page.getByLabel('In your words').fill('vehicle reported stolen overnight from a driveway');
      await press(page, 'Check');
      // Words that come after a refusal wait for a person; a check tells her of her own refusals alone.
      const checked = page.getByRole('status').first();
      expect(await checked.textContent()).toMatch(
        /This would be permitted.*whether words for this plate or this case were refused.*only judged with a query/,
      );
      expect(await checked.textContent()).toMatch(
        /Words of a query of yours for this plate or this case were refused.*so Ask will hold this query first/,
      );
      await press(page, 'Ask');
      expect(await page.getByRole('status').locator('code').allTextContents()).toEqual([]);
      expect(await page.getByRole('main').textContent()).toContain('narrative_reworded');
      expect(policyViolations).toEqual([]);
    },
    300_000,
  );

  test('marks the fields that say nothing, and asks nobody', async () => {
    const { page } = await openForm({ scripts: false });
    await fill(page, { 'In your words': '', From: '2026-06-02T08:00', To: '2026-06-01T08:00' });
    const before = await logSize();
    await press(page, 'Ask');
    expect(await page.getByRole('alert').textContent()).toContain('Nothing was asked yet');
    const marked = page.locator('[aria-invalid=true]');
    expect(await marked.evaluateAll((all) => all.map((one) => one.getAttribute('name')))).toEqual([
      ...['kind', 'justification', 'from'],
    ]);
    expect(await page.getByText('It must be before the end of the window.').count()).toBe(1);
    expect(await page.getByLabel('From').inputValue()).toBe('2026-06-02T08:00');
    expect(await logSize()).toBe(before);
  });

  test('checks a query without reads when the officer asks for it', async () => {
    const { page } = await openForm({ scripts: false });
    // Of a case of its own: for that of other tests, words of hers were refused.
    await fill(page, { 'Case number': 'CR-2026-0145' });
    await press(page, 'Check');
    const checked = (await page.getByRole('status').textContent()) ?? '';
    expect(checked).toMatch(/would be permitted.*No reads were looked for/);
    expect(checked).not.toContain('a query of yours');
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(0);
    await fill(page, { Purpose: 'immigration_civil' });
    await press(page, 'Check');
    expect(await page.getByRole('status').textContent()).toMatch(/would be refused/);
    expect(await page.getByRole('status').locator('code').allTextContents()).toContain('purpose_prohibited');
  });

  test('checks what is typed after a pause, says which words it objects to, and leaves the focus where it is', async () => {
    const { page, policyViolations, scriptErrors } = await openForm();
    const findings = page.getByRole('region', { name: 'Findings' });
    const before = await logSize();
    await fill(page, { 'In your words': 'stolen truck, assist ICE with detainer' });
    await page.getByLabel('In your words').focus();
    await findings.getByText('This would be refused').waitFor();
    expect(await findings.textContent()).toMatch(/narrative_immigration.*Words found: .*ice.*press Check/i);
    expect(await page.getByLabel('In your words').evaluate((one) => one === document.activeElement)).toBe(
      true,
    );
    expect(await logSize()).toBe(before + 1);
    expect(await page.getByText('Each check is an entry of the log').count()).toBe(1);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    // Switched off, nothing more is sent, in this window and the next one.
    await page.getByLabel('Check while I type').uncheck();
    await page.reload();
    expect(await page.getByLabel('Check while I type').isChecked()).toBe(false);
    await page.getByLabel('Check while I type').check();
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('takes checks that a page makes by itself one at a time, and the page then stops', async () => {
    const { page } = await openForm();
    const token = await page.locator('input[name=token]').first().inputValue();
    const typed = {
      ...{ token, purpose: 'stolen_vehicle', caseNumber: 'CR-2026-0142', plate: fixture.plate, zone: 'utc' },
      justification: 'vehicle reported stolen overnight from a driveway',
    };
    const window = {
      from: await page.getByLabel('From').inputValue(),
      to: await page.getByLabel('To').inputValue(),
    };
    const send = async () => {
      const answer = await page.request.post(`${gateway()}/query/findings`, {
        form: { ...typed, ...window },
      });
      return [answer.status(), await answer.text()] as const;
    };
    // Whatever was checked in the test before is over by then.
    await page.waitForTimeout(8_000);
    expect(await send()).toEqual([200, expect.stringContaining('This would be permitted')]);
    expect(await send()).toEqual([429, expect.stringContaining('one in ten seconds')]);
    await fill(page);
    await page.getByText('Nothing more is checked while you type: there were too many checks.').waitFor();
    await press(page, 'Check');
    expect(await page.getByRole('status').textContent()).toMatch(/would be permitted/);
  });

  test('holds a query for a reviewer, and shows its reads on the same page when it is approved', async () => {
    const { page } = await openForm({ scripts: false });
    await fill(page, { Plate: fixture.plate.slice(0, 5), 'Case number': 'CR-2026-0777' });
    await page.getByLabel('Match').selectOption('partial');
    await press(page, 'Ask');
    expect(await page.getByRole('status').textContent()).toMatch(
      /Held for a reviewer.*a person reads this query first, since part of a plate.*look again/,
    );
    const queryId = new URL(page.url()).pathname.split('/').at(-1);
    await page.getByRole('link', { name: 'Held queries', exact: true }).click();
    const own = page.getByRole('table', { name: 'Your held queries' }).getByRole('row');
    expect(await own.filter({ hasText: 'CR-2026-0777' }).textContent()).toMatch(
      /Waits for a reviewer.*Look again/,
    );
    const { subjectId } = await fixture.clients.reviewer.call<{ subjectId: string }>(
      'GET',
      `/v1/reviews/${queryId}`,
    );
    const asked = await fixture.clients.reviewer.call<object>('GET', `/v1/subjects/${subjectId}`);
    expect(asked).toMatchObject({ name: 'Demo officer of Adams' });
    await fixture.clients.reviewer.call('POST', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });
    await page.reload();
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(0);
    await own.filter({ hasText: 'CR-2026-0777' }).getByRole('link', { name: 'Get the reads' }).click();
    const rows = page.getByRole('table', { name: 'Reads' }).getByRole('row');
    expect(await rows.count()).toBeGreaterThan(1);
    await page.reload();
    expect(await rows.count()).toBeGreaterThan(1);
  });

  test('says which part of the purpose is missing, at its field', async () => {
    const { page } = await openForm({ scripts: false });
    await fill(page, { Purpose: 'exigent_life_safety' });
    await press(page, 'Ask');
    expect(await page.getByRole('alert').textContent()).toContain('Nothing was asked yet');
    expect(await page.getByText('Name the supervisor who knows of this query').count()).toBe(1);
    expect(await page.getByLabel('Supervisor').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByLabel('Purpose').getAttribute('aria-invalid')).toBeNull();
    await fill(page, { 'Case number': '' });
    await press(page, 'Ask');
    expect(await page.getByText('Give the case or CAD number.').count()).toBe(1);
    expect(await page.getByLabel('Case number').getAttribute('aria-invalid')).toBe('true');
    expect(await page.getByRole('main').textContent()).not.toContain('`');
  });

  test('of a query that a reviewer refused says so, and names no form that is not there', async () => {
    const { page } = await openForm({ scripts: false });
    await fill(page, { Plate: fixture.plate.slice(0, 5), 'Case number': 'CR-2026-0778' });
    await page.getByLabel('Match').selectOption('partial');
    await press(page, 'Ask');
    const queryId = new URL(page.url()).pathname.split('/').at(-1);
    await fixture.clients.reviewer.call('POST', `/v1/reviews/${queryId}/refuse`, { reason: 'too short' });
    await page.reload();
    const told = await page.getByRole('alert').textContent();
    expect(told).toMatch(/Refused.*A reviewer refused this query.*Nothing was released\. Whom to ask/);
    await page.getByRole('link', { name: 'Held queries', exact: true }).click();
    // The newest first; one that was picked up is shown again while its approval stands.
    const rows = page.getByRole('table', { name: 'Your held queries' }).getByRole('row');
    expect((await rows.allTextContents()).slice(1, 3)).toEqual([
      expect.stringMatching(/CR-2026-0778.*Refused by a reviewer.*Read why/),
      expect.stringMatching(/CR-2026-0777.*Picked up, and the reads releasedShow the reads again$/),
    ]);
    await rows.filter({ hasText: 'CR-2026-0777' }).getByRole('link').click();
    expect(await page.getByRole('table', { name: 'Reads' }).getByRole('row').count()).toBeGreaterThan(1);
  });

  test.each([
    ['approve', 'Reads'],
    ['refuse', 'Held query'],
  ])(
    'of a held query turns by itself after %s, in each window, and hears of nothing else',
    async (act, title) => {
      const { page } = await openForm();
      const caseNumber = act === 'approve' ? 'CR-2026-0781' : 'CR-2026-0782';
      await fill(page, {
        Plate: fixture.plate.slice(0, act === 'approve' ? 3 : 6),
        'Case number': caseNumber,
      });
      await page.getByLabel('Match').selectOption('partial');
      await press(page, 'Ask');
      expect(await page.getByRole('status').textContent()).toContain('Held for a reviewer');
      const address = page.url();
      // The one that is opened later is told by the one that listens.
      const other = await page.context().newPage();
      await other.goto(address);
      const queryId = new URL(address).pathname.split('/').at(-1);
      await fixture.clients.reviewer.call('POST', `/v1/reviews/${queryId}/${act}`, { reason: 'read it' });
      for (const window of [page, other]) {
        const turned =
          act === 'approve' ? window.getByRole('table', { name: 'Reads' }) : window.getByRole('alert');
        await turned.waitFor();
        expect(window.url()).toBe(address);
        expect(await window.getByRole('heading', { level: 1 }).textContent()).toBe(title);
      }
      const cookies = await page.context().cookies(gateway());
      const own = await fetch(`${gateway()}/session/events`, {
        headers: { Cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') },
      });
      let heard = '';
      for await (const part of own.body?.pipeThrough(new TextDecoderStream()) ?? []) {
        heard += part;
        if (heard.includes('event: decided')) break;
      }
      expect(heard).toContain(queryId);
      for (const secret of [fixture.plate, caseNumber]) expect(heard).not.toContain(secret);
    },
  );

  test('of a query that was held again when it was picked up says so, and leads to the one that waits now', async () => {
    const { page } = await openForm({ scripts: false });
    const partial = { Plate: `${fixture.plate.slice(0, 4)}7`, 'Case number': 'CR-2026-0779' };
    await fill(page, partial);
    await page.getByLabel('Match').selectOption('partial');
    await press(page, 'Ask');
    const queryId = new URL(page.url()).pathname.split('/').at(-1);
    await page.goto(`${gateway()}/query`);
    await fill(page, { ...partial, 'In your words': 'help ICE with deportation of the driver' });
    await press(page, 'Ask');
    await fixture.clients.reviewer.call('POST', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });
    await page.goto(`${gateway()}/query/held`);
    const rows = page
      .getByRole('table', { name: 'Your held queries' })
      .getByRole('row')
      .filter({ hasText: 'CR-2026-0779' });
    await rows.getByRole('link', { name: 'Get the reads' }).click();
    expect(await page.getByRole('status').textContent()).toContain('Held for a reviewer');
    await page.goto(`${gateway()}/query/held`);
    expect(await rows.allTextContents()).toEqual([
      expect.stringMatching(/narrative_.*Waits for a reviewer.*Look again/),
      expect.stringMatching(/plate_too_short.*Picked up, and held again.*See the one that waits now/),
    ]);
    const [again] = await rows.getByRole('link', { name: 'Look again' }).all();
    const address = await again?.getAttribute('href');
    expect(await rows.getByRole('link', { name: 'See the one' }).getAttribute('href')).toBe(address);
    const { clients } = fixture;
    expect(await clients.reviewer.call('GET', `/v1/reviews/${queryId}`)).toMatchObject({
      heldAgainAs: address?.split('/').at(-1),
    });
  });

  test('has nothing that axe finds wrong, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await openForm();
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    await fill(page, { 'Case number': 'CR-2026-0151' });
    await press(page, 'Ask');
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(1);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    for (const list of ['held', 'refused']) {
      await page.goto(`${gateway()}/query/${list}`);
      expect(await axeViolationsInEveryView(page)).toEqual([]);
    }
    await page.goto(`${gateway()}/query`);
    // A plate of its own: after this refusal others for it wait for a person.
    await fill(page, { Purpose: 'immigration_civil', Plate: 'REFUSED9', 'Case number': 'CR-2026-0152' });
    await press(page, 'Ask');
    expect(await page.getByRole('alert').count()).toBe(1);
    expect(await axeViolationsInEveryView(page)).toEqual([]);
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  });

  test('hides what it shows while the gateway cannot be reached, and shows it again after', async () => {
    const { page } = await openForm();
    await page.context().route('**/session/events', (route) => route.abort());
    await page.reload();
    await fill(page, { 'In your words': 'typed before the connection was lost' });
    const lost = page.getByRole('alert').filter({ hasText: 'No connection to the gateway' });
    await lost.waitFor({ timeout: 30_000 });
    expect(await page.getByLabel('In your words').count()).toBe(0);
    await page.context().unrouteAll();
    await lost.waitFor({ state: 'detached', timeout: 30_000 });
    expect(await page.getByLabel('In your words').inputValue()).toBe('typed before the connection was lost');
  });

  test('ends in every window when somebody signs out in one of them, and keeps what was typed', async () => {
    const { page } = await openForm();
    await fill(page, { 'In your words': 'typed in the other window' });
    const other = await page.context().newPage();
    await other.goto(`${gateway()}/query`);
    await other.getByRole('button', { name: 'Sign out' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Your session has ended' });
    await alert.waitFor();
    expect(await page.locator('main').textContent()).toContain('typed in the other window');
  });

  test('takes its reads off an open page within a second of a revoke', async () => {
    const { page } = await openForm();
    await fill(page, { 'Case number': 'CR-2026-0161' });
    await press(page, 'Ask');
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(1);
    await fixture.clients['admin-1'].call('POST', '/v1/agencies/CO0010000/revoke', { reason: 'a test' });
    const returned = performance.now();
    await page.getByRole('alert').filter({ hasText: 'Access was changed' }).waitFor();
    expect(performance.now() - returned).toBeLessThan(1_000);
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(0);
    expect(await page.content()).not.toContain(fixture.plate);
    // Its address judges again, and shows no read.
    await page.getByRole('link', { name: 'reload this page' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Reads are not shown again');
    expect(await page.getByRole('alert').locator('code').allTextContents()).toContain('grant_revoked');
    expect(await page.getByRole('table', { name: 'Reads' }).count()).toBe(0);
    await fill(page, { 'Case number': 'CR-2026-0161' });
    await press(page, 'Ask');
    expect(await page.getByRole('alert').locator('code').allTextContents()).toContain('grant_revoked');
  });

  test('throws a suspended officer out, and shows them nothing any more', async () => {
    const { page } = await openForm();
    const admin = fixture.clients['admin-1'];
    const { subjects } = await admin.call<{ subjects: { id: string; agency: string }[] }>(
      'GET',
      '/v1/subjects?agency=CO0010000',
    );
    for (const { id } of subjects)
      await admin.call('POST', `/v1/subjects/${id}/suspend`, { reason: 'a test' });
    await page.getByRole('alert').filter({ hasText: 'You are suspended' }).waitFor();
    expect(await page.getByLabel('Plate').count()).toBe(0);
    await signIn(page, gateway(), '/query', officer());
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are suspended');
  });
});
