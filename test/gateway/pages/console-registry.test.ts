/** The registry in the console, as administrators use it: two people, a real browser, and the running gateway. */
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import type { Cookie, Page } from 'playwright-core';
import { consolePages } from '../../../gateway/pages/console/console-pages.ts';
import { asSentence } from '../../../gateway/pages/layout/first-upper.ts';
import { navigationOf } from '../../../gateway/pages/serve/shown-page.tsx';
import { sentence } from '../../../sharing-rules/terms/reasons.ts';
import { rolesFor } from '../../../sharing-rules/terms/roles.ts';
import { axeViolationsInEveryView } from '../../setup/axe-violations.ts';
import { describePages, useBrowser, type View } from '../../setup/browser.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { type DemoLogin, signInAtPages } from '../../setup/pages/sign-in-at-pages.ts';

/** Without a grant, and eligible. */
const BRIGHTON = 'CO0010200';
const HOSTILE = `<img src=x onerror=alert(1)>"'&amp;`;

describePages('the registry in the console', () => {
  const fixture = useDemo('admin-1', 'adams');
  const browser = useBrowser();
  const gateway = () => fixture.demo.file.gateway;
  const person = (login: string) =>
    (fixture.demo.file as unknown as { people: DemoLogin[] }).people.find(
      (one) => one.login === login,
    ) as DemoLogin;

  const sessions = new Map<string, Cookie[]>();

  /** Each signs in once, since a one-time code counts once; a further window is another look of the same session. */
  async function openAs(login: string, address: string, view: View = {}) {
    const opened = await browser.open(view);
    const cookies = sessions.get(login);
    if (cookies === undefined) {
      await signInAtPages(opened.page, gateway(), address, person(login));
      sessions.set(login, await opened.page.context().cookies());
    } else {
      await opened.page.context().addCookies(cookies);
      await opened.page.goto(gateway() + address);
    }
    return opened;
  }

  const headingOf = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

  async function fillPapers(page: Page): Promise<void> {
    await page.getByLabel('Until', { exact: true }).fill('2027-01-31');
    await page.getByLabel('Agreement', { exact: true }).fill(HOSTILE);
    await page.getByLabel('Agreement signed on').fill('2026-01-15');
    await page.getByLabel('The agreement ensures compliance').check();
    await page.getByLabel('Certification signed by').fill('Chief Example');
    await page.getByLabel('Certification signed on').fill('2026-11-01');
  }

  test('a proposal that lacks something says all of it at once, and keeps what was typed', async () => {
    const { page } = await openAs('admin-1', `/console/agencies/${BRIGHTON}`);
    await page.getByRole('link', { name: 'Propose grant' }).click();
    await page.getByLabel('Records a day, at most').fill('a thousand');
    await page.getByLabel('Agreement', { exact: true }).fill('MOU 2026-014');
    await page.getByRole('button', { name: 'Propose' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(
      /Nothing was proposed: \d fields are missing/,
    );
    expect(await page.title()).toMatch(/^Error: /);
    // Each stands at its field, and is the way there in the summary.
    for (const fault of ['Choose at least one purpose.', 'Give the day on which the grant ends.']) {
      expect(await page.locator('.usa-error-message').getByText(fault).count()).toBe(1);
      expect(await page.getByRole('alert').getByRole('link', { name: fault }).count()).toBe(1);
    }
    expect(await page.getByLabel('Records a day, at most').inputValue()).toBe('a thousand');
    expect(await page.getByLabel('Agreement', { exact: true }).inputValue()).toBe('MOU 2026-014');
  });

  test('the owner proposes its own use with a form of its own, which shares nothing and asks for no papers', async () => {
    const { page } = await openAs('admin-1', '/console/agencies/CO0010300');
    await page.getByRole('link', { name: 'Propose grant' }).click();
    expect(await page.getByText('It is not sharing').count()).toBe(1);
    expect(await page.getByLabel('Certification signed by').count()).toBe(0);
    await page.getByLabel(/^Stolen vehicle/).check();
    await page.getByLabel('Until', { exact: true }).fill('2027-01-31');
    await page.getByLabel('Our officers sign in with a second factor').check();
    await page.getByRole('button', { name: 'Propose' }).click();
    expect(await headingOf(page)).toMatch(/^Grant: Commerce City/);
    expect(await page.getByText('Own use of the owner').count()).toBeGreaterThan(0);
  });

  test('what the law refuses is told before and after a proposal is sent, and nothing typed is lost', async () => {
    const { page } = await openAs('admin-1', '/console/grants/propose?partner=WY0110000');
    expect(await page.getByText('cannot be granted anything as it stands').count()).toBe(1);
    await page.getByLabel(/^Stolen vehicle/).check();
    await fillPapers(page);
    await page.getByRole('button', { name: 'Propose' }).click();
    const told = await page.getByRole('alert').textContent();
    expect(told).toContain('agency_not_eligible');
    expect(told).not.toContain('`reasons`');
    expect(told).toContain(asSentence(sentence({ code: 'agency_not_eligible' })));
    expect(await page.getByLabel(/^Stolen vehicle/).isChecked()).toBe(true);
    expect(await page.getByLabel('Agreement', { exact: true }).inputValue()).toBe(HOSTILE);
  });

  test('one administrator proposes a grant, another approves it with what changes before them, and sharing begins', async () => {
    const first = await openAs('admin-1', `/console/grants/propose?partner=${BRIGHTON}`, { scripts: false });
    await first.page.getByLabel(/^Stolen vehicle/).check();
    await fillPapers(first.page);
    await first.page.getByLabel('Certification signed on').fill('2024-11-01');
    await first.page.getByRole('button', { name: 'Propose' }).click();
    const words = asSentence(sentence({ code: 'certification_expired' }));
    expect(await first.page.getByRole('alert').getByText(words).count()).toBe(1);
    expect(await first.page.locator('#field-certificationSignedOn-error').textContent()).toBe(words);
    await first.page.getByLabel('Certification signed on').fill('2026-11-01');
    await first.page.getByRole('button', { name: 'Propose' }).click();
    expect(await headingOf(first.page)).toMatch(/^Grant: Brighton/);
    const done = first.page.getByRole('region', { name: 'Done' });
    expect(await done.textContent()).toBe('Proposed. Nothing changes before another person approves it.');
    await first.page.reload();
    expect(await done.count()).toBe(0);
    expect(await first.page.getByText('You proposed this.').textContent()).toContain(
      'a sharing administrator who is another person opens this page',
    );
    await first.page.getByText('Copy for the other person').click();
    const copied = await first.page.getByLabel('Send this to another administrator').inputValue();
    expect(copied).toMatch(/I proposed a grant for Brighton.* \(CO0010200\)\..*press Approve/);
    expect(copied).toContain(first.page.url());
    expect(await first.page.getByRole('button', { name: 'Copy', exact: true }).count()).toBe(0);
    expect(await first.page.getByRole('button', { name: 'Withdraw' }).count()).toBe(1);
    expect(await first.page.getByText(HOSTILE).count()).toBeGreaterThan(0);
    await first.page.getByRole('button', { name: 'Approve' }).click();
    expect(await first.page.getByRole('alert').textContent()).toMatch(/another|two/);

    await first.page.goto(`${gateway()}/console/grants?status=proposed`);
    const listed = first.page.getByRole('table', { name: 'Grants, the newest proposals first' });
    const cells = await listed
      .getByRole('row', { name: /Brighton/ })
      .first()
      .getByRole('cell')
      .allTextContents();
    expect([await listed.getByRole('columnheader', { name: 'Last day (UTC)' }).count(), cells]).toEqual([
      ...[1, expect.arrayContaining(['2027-01-30'])],
    ]);

    const second = await openAs('admin-2', `/console/agencies/${BRIGHTON}`, { scripts: false });
    expect(await second.page.getByText('The grant before was revoked').count()).toBe(0);
    await second.page.getByRole('button', { name: 'Approve' }).click();
    expect(await second.page.getByRole('status').textContent()).toMatch(/In force.*approved by/);
    expect(await second.page.getByRole('region', { name: 'Done' }).textContent()).toMatch(/^Approved/);
    const { grants } = await fixture.clients['admin-1'].call<{ grants: { status: string }[] }>(
      'GET',
      `/v1/grants?partner=${BRIGHTON}`,
    );
    expect(grants.map(({ status }) => status)).toContain('active');
    expect([first.scriptErrors, second.scriptErrors, second.policyViolations]).toEqual([[], [], []]);
  });

  test('the end of a grant is two clicks away from every page', async () => {
    const { page } = await openAs('admin-1', '/console/system');
    await page.getByRole('link', { name: 'Grants' }).click();
    await page.getByRole('link', { name: 'Revoke Adams County Sheriff' }).click();
    expect(await headingOf(page)).toBe("Revoke: Adams County Sheriff's Office");
    expect(await page.getByRole('button', { name: 'Revoke now' }).count()).toBe(1);
  });

  test('a second proposal stands beside the grant in force, which is revoked first', async () => {
    const first = await openAs('admin-1', `/console/grants/propose?partner=${BRIGHTON}`);
    expect(await first.page.getByLabel('Agreement', { exact: true }).inputValue()).toBe(HOSTILE);
    await first.page.getByLabel('Until', { exact: true }).fill('2027-01-31');
    await first.page.getByLabel('Records a day, at most').fill('25');
    await first.page.getByLabel('All of these').check();
    await first.page.getByRole('button', { name: 'Propose' }).click();
    await first.page.getByText('Copy for the other person').click();
    await first.page.getByRole('button', { name: 'Copy', exact: true }).click();
    expect(await first.page.getByText(/^Copied\.$|the text is selected/).count()).toBe(1);
    expect(await axeViolationsInEveryView(first.page)).toEqual([]);
    const changes = first.page.getByRole('table', { name: 'What changes' });
    expect(await changes.getByRole('row', { name: /Records a day/ }).textContent()).toMatch(
      /1,000.*25.*changes/,
    );
    expect(await changes.getByRole('row', { name: /Purposes/ }).textContent()).toMatch(
      /Hit and run.*changes/,
    );
    await first.page.getByRole('link', { name: 'end the grant in force' }).click();
    await first.page.getByLabel('Reason').fill('replaced by a new one.');
    await first.page.getByRole('button', { name: 'Revoke now' }).click();
    expect(await first.page.getByRole('status').textContent()).toMatch(
      /Brighton Police Department is revoked.*in force on every node.*log entry \d+/,
    );

    await first.page.goto(`${gateway()}/console/agencies/${BRIGHTON}`);
    const history = first.page.getByRole('table', { name: 'Grants and revocations' });
    expect(await history.getByRole('row', { name: /Revoked/ }).textContent()).toMatch(
      /replaced by a new one\.\d+/,
    );
    for (const act of [/Proposed/, /Approved/]) {
      const row = history.getByRole('row', { name: act }).last();
      expect(await row.getByRole('link').first().getAttribute('href')).toMatch(/^\/console\/audit\/\d+$/);
    }
    // The one who approves sharing again reads why it ended.
    const warning = first.page.getByRole('paragraph').filter({ hasText: 'The grant before was revoked' });
    expect(await warning.textContent()).toMatch(/revoked by Demo admin-1, .*: replaced by a new one\. Next/);
    await first.page.getByRole('button', { name: 'Withdraw' }).click();
    expect(await first.page.getByRole('status').textContent()).toMatch(/Withdrawn/);
  });

  test('a fact that takes access away is changed as a revoke is, and a change of others in between is not overwritten', async () => {
    const { page } = await openAs('admin-2', '/console/agencies/CO0010100/change');
    const other = await openAs('admin-1', '/console/agencies/CO0010100/change');
    await page.getByLabel('Has a 287(g) agreement').check();
    await page.getByLabel('Reason').fill(HOSTILE);
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('status').textContent()).toMatch(/in force on every node.*log entry \d+/);
    await other.page.getByLabel('Officers on the roster').fill('12');
    await other.page.getByRole('button', { name: 'Save' }).click();
    expect(await other.page.getByRole('alert').textContent()).toContain('Somebody else changed it');
    expect(await other.page.getByLabel('Officers on the roster').inputValue()).toBe('12');
  });

  test('the registry is searched by name, class and county, in words instead of codes', async () => {
    const { page } = await openAs('auditor', '/console/agencies');
    await page.getByLabel('County').selectOption('Adams');
    await page.getByLabel('Class').selectOption({ label: 'County sheriff' });
    await page.getByRole('button', { name: 'Search' }).click();
    const table = page.getByRole('table', { name: 'Agencies' });
    expect(await table.getByRole('row').count()).toBe(2);
    expect(await table.textContent()).toContain('Adams County');
    expect(
      await page.getByRole('table', { name: 'What ends next' }).getByRole('row').count(),
    ).toBeGreaterThan(1);
  });

  test('an officer is found by the agency’s id, suspended at once, attested and reinstated, each with its reason', async () => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, fixture.plate, {
      onBehalfOf: { id: 'officer-77', name: `Officer ${HOSTILE}`, ori: 'CO0010000' },
    });
    expect((await adams.request('POST', '/v1/queries', query)).status).toBe(200);

    const { page } = await openAs('admin-1', '/console/officers?agency=CO0010000');
    await page.getByText('Find an officer by the agency’s id').click();
    await page.getByLabel('Officer’s id').fill('OFFICER-77');
    await page.getByRole('button', { name: 'Find' }).click();
    expect(page.url()).not.toMatch(/officer-77/i);
    expect(await headingOf(page)).toBe(`Officer: Officer ${HOSTILE}`);
    await page.getByLabel('Reason to suspend').fill('under review');
    await page.getByRole('button', { name: 'Suspend now' }).click();
    const told = await page.getByRole('status').textContent();
    expect(told).toMatch(/in force on every node.*log entry \d+/);
    expect(told).toContain(`Officer ${HOSTILE} is suspended`);
    const refused = await adams.request('POST', '/v1/queries', query);
    expect(JSON.stringify(refused.body)).toContain('subject_suspended');

    await page.getByRole('link', { name: 'the officer', exact: true }).click();
    await page.getByLabel('Detailed to a federal agency').selectOption('no');
    await page.getByLabel('Day of the training').fill('2026-06-01');
    await page.getByRole('button', { name: 'Keep attestation' }).click();
    expect(await page.getByText('trained on 2026-06-01').count()).toBe(1);
    expect(await page.getByRole('status').textContent()).toContain('Suspended');
    await page.getByLabel('Reason to reinstate').fill('cleared');
    await page.getByRole('button', { name: 'Reinstate' }).click();
    expect(await page.getByRole('status').textContent()).toContain('May ask');
  });

  test('an officer is suspended by one administrator in three clicks from anywhere, with JavaScript off too', async () => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, fixture.plate, {
      onBehalfOf: { id: 'officer-78', name: 'Officer Seventy-Eight', ori: 'CO0010000' },
    });
    expect((await adams.request('POST', '/v1/queries', query)).status).toBe(200);
    const { page } = await openAs('admin-1', '/console/system', { scripts: false });
    let clicks = 0;
    const click = async (role: 'button' | 'link', name: string) => {
      clicks += 1;
      await page.getByRole(role, { name, exact: true }).click();
    };
    await click('link', 'Officers');
    await click('link', 'Suspend officer-78');
    // Where the keys go is the page's doing; only that it has come is waited for.
    const reason = page.getByLabel('Reason to suspend');
    await reason.and(page.locator(':focus')).waitFor();
    await page.keyboard.type('under review');
    expect(await reason.inputValue()).toBe('under review');
    await click('button', 'Suspend now');
    expect(await page.getByRole('status').textContent()).toMatch(
      /Officer Seventy-Eight is suspended.*in force on every node/,
    );
    expect(clicks).toBe(3);
    const refused = await adams.request('POST', '/v1/queries', query);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([
      403,
      expect.stringContaining('subject_suspended'),
    ]);
    await page.getByRole('link', { name: 'the whole list' }).click();
    expect(await page.getByRole('link', { name: 'Suspend officer-78' }).count()).toBe(0);
  });

  test('an endpoint that one administrator set is approved by another, who finds it on the overview', async () => {
    const admin = fixture.clients['admin-1'];
    await admin.call('POST', '/v1/agencies/CO0010000/endpoint', { url: 'https://hits.adams.example.gov/in' });
    const { page } = await openAs('admin-2', '/console');
    await page.getByRole('link', { name: 'Endpoints that wait for another administrator' }).click();
    const table = page.getByRole('table', { name: 'Endpoints' });
    await table.getByRole('button', { name: 'Approve' }).click();
    expect(await table.textContent()).toContain('Approved');
    expect(await table.getByRole('button', { name: 'Approve' }).count()).toBe(0);
  });

  test('the system shows nodes, the head of the log, who pushes reads and the settings, and no secret', async () => {
    const admin = await fixture.demo.as('admin-1');
    const terms = { name: 'front-gate', vendor: 'onvif', method: 'basic', cameraPrefix: 'front-' };
    await admin.call('POST', '/v1/reads-sources', terms);
    const { page } = await openAs('auditor', '/console/system');
    expect(await page.getByRole('table', { name: 'Nodes and their leases' }).getByRole('row').count()).toBe(
      2,
    );
    const sources = page.getByRole('table', { name: 'Sources of pushed reads' });
    expect(await sources.textContent()).toMatch(/front-gate.*onvif.*proposed/);
    const settings = await page.getByRole('table', { name: 'Settings' }).textContent();
    expect(settings).toContain('DATABASE_URLset, and not shown');
    expect(await page.content()).not.toMatch(/postgres(?:ql)?:\/\/|redis:\/\//);
    expect(await page.getByText(String(fixture.demo.file.logKey)).count()).toBe(1);
  });

  test('all sharing is halted by one administrator, and goes on when a second says so too', async () => {
    const { adams } = fixture.clients;
    const query = demoQuery(adams, fixture.plate);
    const part = { ...query, plate: { number: 'DEMO0', match: 'partial' } };
    expect((await adams.request('POST', '/v1/queries', part)).status).toBe(202);
    const first = await openAs('admin-1', '/console');
    await first.page.getByRole('link', { name: 'Halt all sharing' }).click();
    expect(await first.page.getByRole('main').textContent()).toMatch(
      /\d+ held (query|queries).* ends?, and must be asked again/,
    );
    await first.page.getByLabel('Reason').fill(HOSTILE);
    await first.page.getByRole('button', { name: 'Halt now' }).click();
    expect(await first.page.getByRole('status').textContent()).toMatch(
      /in force on every node.*log entry \d+/,
    );
    expect(await first.page.getByRole('link', { name: 'Halt all sharing' }).count()).toBe(0);
    expect((await adams.request('POST', '/v1/queries', query)).status).toBe(403);

    // The Chief halts, and resumes nothing: no link leads there, and the pages say who does.
    const { page: chiefs } = await openAs('chief', '/console/halt');
    await chiefs.getByLabel('Reason').fill('to be sure');
    await chiefs.getByRole('button', { name: 'Halt now' }).click();
    await chiefs.getByRole('status').getByText('in force on every node').waitFor();
    for (const address of [null, '/console']) {
      if (address !== null) await chiefs.goto(gateway() + address);
      expect(await chiefs.locator('a[href="/console/resume"]').count()).toBe(0);
      expect(await chiefs.getByRole('main').textContent()).toContain(
        'a sharing administrator proposes to resume, and another one confirms it',
      );
    }

    for (const login of ['admin-1', 'admin-2']) {
      const { page, scriptErrors } = await openAs(login, '/console', { scripts: login === 'admin-1' });
      expect(await page.getByText('All sharing is halted').count()).toBe(1);
      const resume = login === 'admin-1' ? 'Propose to resume' : 'see the proposal to resume';
      expect(await page.getByRole('link', { name: resume }).count()).toBe(1);
      const waiting = page.getByRole('link', { name: /^A proposal to end the halt/ });
      expect(await waiting.count()).toBe(login === 'admin-1' ? 0 : 1);
      await page.getByRole('link', { name: 'Resume sharing' }).click();
      expect(await page.getByText(HOSTILE).count()).toBeGreaterThan(0);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(
        login === 'admin-1' ? 'Propose to resume' : 'Resume sharing',
      );
      await page.getByLabel('Reason').fill('the cause is over');
      await page.getByRole('button', { name: 'Resume now', exact: true }).click();
      const said = login === 'admin-1' ? /Sharing is still halted/ : /share again/;
      expect(await page.getByRole('status').textContent()).toMatch(said);
      const next = login === 'admin-1' ? 'Resume sharing' : 'Halt all sharing';
      expect(await page.getByRole('link', { name: next }).count()).toBe(1);
      if (login === 'admin-1') {
        await page.getByRole('link', { name: next }).click();
        // Whose proposal it is sees who ends the halt.
        expect(await page.getByRole('main').textContent()).toMatch(
          /You proposed to resume.*who is another person/,
        );
        expect(await page.getByRole('main').textContent()).not.toMatch(
          /\b1 (clients|persons|issuers|officers)\b/,
        );
      }
      expect(scriptErrors).toEqual([]);
    }
    expect((await adams.request('POST', '/v1/queries', query)).status).toBe(200);
  });

  test('what is not found is said within the page of who has signed in', async () => {
    const { page } = await openAs('auditor', '/console/agencies/CO9999900');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Not found');
    expect(await page.getByRole('button', { name: 'Sign out' }).count()).toBe(1);
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Audit log' }).count()).toBe(1);
  });

  test('an auditor sees all of it, and no button that only refuses', async () => {
    const { page } = await openAs('auditor', '/console/agencies/CO0010000');
    expect(await page.getByRole('link', { name: 'Revoke' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Propose grant' }).count()).toBe(0);
    await page.goto(`${gateway()}/console/officers?agency=CO0010000`);
    expect(await page.getByRole('table', { name: 'Officers' }).getByRole('row').count()).toBeGreaterThan(1);
    expect(await page.getByRole('link', { name: /^Suspend/ }).count()).toBe(0);
    await page.goto(`${gateway()}/console/grants/propose?partner=${BRIGHTON}`);
    expect(await headingOf(page)).toBe('Not for your role');
  });

  test('has nothing that axe finds wrong, in any view', async () => {
    const { page, policyViolations, scriptErrors } = await openAs('admin-2', '/console/grants');
    const { grants } = await fixture.clients['admin-1'].call<{ grants: { id: string }[] }>(
      'GET',
      '/v1/grants',
    );
    const { subjects } = await fixture.clients['admin-1'].call<{ subjects: { id: string }[] }>(
      'GET',
      '/v1/subjects',
    );
    for (const address of [
      '/console',
      '/console/officers?agency=CO0010000',
      `/console/officers/${subjects[0]?.id}`,
      '/console/hot-lists',
      '/console/system',
      '/console/grants',
      `/console/grants/${grants[0]?.id}`,
      `/console/grants/propose?partner=${BRIGHTON}`,
      '/console/agencies',
      '/console/agencies/CO0010000',
      '/console/agencies/CO0010000/change',
    ]) {
      await page.goto(gateway() + address);
      expect([address, await axeViolationsInEveryView(page)]).toEqual([address, []]);
      for (const { action, name } of navigationOf(consolePages({ streets: null }))) {
        const links = rolesFor(action).includes('sharing_admin') ? 1 : 0;
        expect([address, name, await page.getByRole('link', { name }).count()]).toEqual([
          ...[address, name, links],
        ]);
      }
    }
    expect([policyViolations, scriptErrors]).toEqual([[], []]);
  }, 240_000);

  test('an agency is revoked with the keyboard alone, and while nodes obey the page says for how long', async () => {
    const { page, policyViolations } = await openAs('admin-1', '/console/agencies/CO0010000');
    await tabTo(page, 'Revoke');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/revoke');
    // Nothing has to be found first: what is typed is the reason.
    await page.keyboard.type('a test');
    // The page is gone when the answer is there: it leaves what it said behind.
    await page.evaluate(`new MutationObserver(() => sessionStorage.setItem('said', document.body.innerText))
      .observe(document.body, { subtree: true, childList: true, characterData: true })`);
    await page.route('**/revoke', async (route) => {
      await setTimeout(500);
      await route.continue();
    });
    await tabTo(page, 'Revoke now');
    await page.keyboard.press('Enter');
    await page.getByText('in force on every node').waitFor();
    expect(await page.getByRole('status').textContent()).toContain(
      "Sharing with Adams County Sheriff's Office (CO0010000) is revoked",
    );
    expect(await page.evaluate(`sessionStorage.getItem('said')`)).toMatch(
      /Marked in the log; waiting until every node has obeyed\. \d+\.\d s/,
    );
    // It was the last grant in force, and the overview does not call that sharing.
    await page.goto(`${gateway()}/console`);
    expect(await page.getByRole('status').textContent()).toMatch(/^Nothing is shared.*no agency has a grant/);
    expect(policyViolations).toEqual([]);
  });
});

/** Goes on by the key Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let steps = 0; steps < 40; steps++) {
    await page.keyboard.press('Tab');
    const focused = `(document.activeElement?.labels?.[0] ?? document.activeElement)?.textContent.trim()`;
    if ((await page.evaluate(focused)) === name) return;
  }
  throw new Error(`nothing that the key Tab reaches is called ${name}`);
}
