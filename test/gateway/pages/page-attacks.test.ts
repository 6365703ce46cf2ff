/** What a stranger's site, a neighbor's cookie, or a colleague of another agency can do to the pages: nothing. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import pg from 'pg';
import type { Page as BrowserPage } from 'playwright-core';
import { describePages, useBrowser } from '../../setup/browser.ts';
import { useDemo } from '../../setup/demo/use-demo.ts';
import { makeJws, seconds } from '../../setup/mint.ts';
import { PAGES } from '../../setup/pages/all-pages.ts';
import { type DemoLogin, signInOnce, typeSignIn } from '../../setup/pages/sign-in-at-pages.ts';

const ID = '00000000-0000-4000-8000-000000000000';
const addressOf = (path: string) => path.replace(':ori', 'CO0010000').replace(/:\w+/g, ID);
const FORMS = PAGES.filter(({ act }) => act !== undefined).map(({ path }) => addressOf(path));

describePages('the pages under attack', () => {
  const fixture = useDemo('adams', 'aurora', 'admin-1');
  const browser = useBrowser();
  const signIn = signInOnce();
  const pages: BrowserPage[] = [];
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
  });
  const gateway = () => fixture.demo.file.gateway;
  const person = (login: string) =>
    (fixture.demo.file as unknown as { people: DemoLogin[] }).people.find(
      (one) => one.login === login,
    ) as DemoLogin;

  async function signedIn(login: string, address: string) {
    const { page } = await browser.open();
    pages.push(page);
    page.setDefaultTimeout(10_000);
    await signIn(page, gateway(), address, person(login));
    return page;
  }

  /** The session's cookie, as a request has it. */
  async function cookieOf(page: BrowserPage): Promise<string> {
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'session');
    return `session=${cookie?.value}`;
  }

  const tokenOf = (page: BrowserPage) => page.locator('input[name=token]').first().inputValue();

  async function send(address: string, cookie: string, fields: Record<string, string>, headers = {}) {
    const answer = await fetch(gateway() + address, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookie, ...headers },
      body: new URLSearchParams(fields),
    });
    return { status: answer.status, text: await answer.text() };
  }

  const logSize = async () =>
    Number((await (await fetch(`${gateway()}/log/checkpoint`)).text()).split('\n')[1]);

  /** Of the entries of the public log, the first 255 of them. */
  async function kinds(): Promise<string[]> {
    const bundle = await fetch(`${gateway()}/log/tile/entries/000.p/${await logSize()}`);
    const bytes = Buffer.from(await bundle.arrayBuffer());
    const found: string[] = [];
    for (let at = 0; at < bytes.length; ) {
      const end = at + 2 + bytes.readUInt16BE(at);
      found.push(JSON.parse(bytes.subarray(at + 2, end).toString('utf8')).kind);
      at = end;
    }
    return found;
  }

  test('no form acts without the token of its session, or when another site sends it', async () => {
    const admin = await signedIn('admin-1', '/console');
    const officer = await signedIn('adams-officer', '/query');
    const other = await tokenOf(officer);
    const fields = { reason: 'forged', act: 'ask', key: randomUUID() };
    const before = await logSize();
    for (const address of FORMS) {
      const from = address.startsWith('/query') ? officer : admin;
      const [cookie, token] = [await cookieOf(from), await tokenOf(from)];
      const foreign = from === officer ? await tokenOf(admin) : other;
      const forged = [
        send(address, cookie, fields),
        send(address, cookie, { ...fields, token: foreign }),
        send(address, cookie, { ...fields, token }, { 'Sec-Fetch-Site': 'cross-site' }),
        send(address, cookie, { ...fields, token }, { 'Sec-Fetch-Site': 'same-site' }),
        send(address, cookie, { ...fields, token }, { Origin: 'https://evil.example' }),
        send(address, cookie, { ...fields, token }, { Origin: 'null' }),
      ];
      for (const { status } of await Promise.all(forged)) {
        expect([address, status >= 400 && status < 500]).toEqual([address, true]);
      }
    }
    expect(FORMS.length).toBeGreaterThanOrEqual(4);
    // Somebody may have looked at what the log says of others, as the pages do above their forms.
    expect((await kinds()).slice(before).filter((kind) => kind !== 'log_read')).toEqual([]);
    const signOut = await send('/sign-out', await cookieOf(admin), {}, { 'Sec-Fetch-Site': 'cross-site' });
    expect(signOut.status).toBe(403);
  });

  test('no site may frame a page, and no other site hears a session’s events', async () => {
    const page = await signedIn('auditor', '/console');
    const cookie = await cookieOf(page);
    const shown: string[] = [];
    const open = ['/signed-out', '/transparency', '/verify', '/docs', '/docs/api'];
    for (const path of [...PAGES.map((one) => addressOf(one.path)), ...open]) {
      const { headers, status } = await fetch(gateway() + path, {
        headers: { Accept: 'text/html', Cookie: cookie },
        redirect: 'manual',
      });
      // What leads on shows nothing.
      if (status === 303) continue;
      shown.push(path);
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect([path, headers.get('x-frame-options')]).toEqual([path, 'DENY']);
    }
    expect(shown.length).toBeGreaterThan(PAGES.length);
    const events = (site: string) =>
      fetch(`${gateway()}/session/events`, { headers: { Cookie: cookie, 'Sec-Fetch-Site': site } });
    expect((await events('cross-site')).status).toBe(403);
    const own = await events('same-origin');
    expect(own.status).toBe(200);
    await own.body?.cancel();
  });

  test('a session holds few streams, and one that only listens idles and ends', async () => {
    const page = await signedIn('auditor', '/console');
    const cookie = await cookieOf(page);
    const listen = () => fetch(`${gateway()}/session/events`, { headers: { Cookie: cookie } });
    const streams: Response[] = [];
    for (let i = 0; i < 5; i += 1) streams.push(await listen());
    expect(streams.at(-1)?.status).toBe(429);
    for (const { body } of streams.slice(1)) await body?.cancel();
    const db = new pg.Client(fixture.demo.file.databases.gatewayOwnerUrl);
    await db.connect();
    try {
      const idle = (minutes: number) =>
        db.query(
          `UPDATE page_session SET seen_at = now() - make_interval(mins => $1) WHERE subject = 'auditor'`,
          [minutes],
        );
      await idle(20);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const { rows } = await db.query(
        `SELECT max(seen_at) < now() - interval '20 minutes' AS idle FROM page_session WHERE subject = 'auditor'`,
      );
      expect(rows).toEqual([{ idle: true }]);
      await idle(31);
    } finally {
      await db.end();
    }
    await page.getByRole('alert').filter({ hasText: 'Your session has ended' }).waitFor();
    expect(await streams[0]?.text()).toContain('"why":"ended"');
  });

  test('a cookie that was planted before the sign-in is worth nothing after it', async () => {
    const { page } = await browser.open();
    const planted = 'A'.repeat(70);
    await page.context().addCookies([{ name: 'session', value: planted, url: gateway() }]);
    await signIn(page, gateway(), '/console', person('chief'));
    expect(await cookieOf(page)).not.toContain(planted);
    const answer = await fetch(`${gateway()}/console`, {
      headers: { Cookie: `session=${planted}` },
      redirect: 'manual',
    });
    expect(answer.headers.get('location')).toContain('/sign-in');
  });

  test('a link to the sign-in, or to the way back from it, ends no session and no sign-in under way', async () => {
    const page = await signedIn('auditor', '/console');
    const cookie = await cookieOf(page);
    const stands = async () =>
      (await fetch(`${gateway()}/console`, { headers: { Cookie: cookie }, redirect: 'manual' })).status;
    await page.goto(`${gateway()}/sign-in`);
    expect(new URL(page.url()).origin).toBe(new URL(fixture.demo.file.issuer).origin);
    const underWay = async () =>
      (await page.context().cookies(gateway())).find(({ name }) => name === 'sign-in')?.value;
    const begun = await underWay();
    expect(begun).toMatch(/^under-way\./);
    for (const path of [
      '/sign-in/callback',
      '/sign-in/callback?code=x&state=y',
      '/sign-in/callback?error=x&state=',
    ]) {
      await page.goto(gateway() + path);
      expect(await page.getByRole('alert').textContent()).toContain('Nothing was done');
    }
    expect([await underWay(), await cookieOf(page), await stands()]).toEqual([begun, cookie, 200]);
    await page.goto(`${gateway()}/console`);
    expect(page.url()).toBe(`${gateway()}/console`);
  });

  test('a sign-in that is complete ends the session that the browser had before', async () => {
    const page = await signedIn('reviewer', '/console');
    const before = await cookieOf(page);
    await page.goto(`${gateway()}/sign-in`);
    await typeSignIn(page, person('reviewer'));
    await page.waitForURL(`${gateway()}/console`);
    expect(await cookieOf(page)).not.toBe(before);
    const answer = await fetch(`${gateway()}/console`, { headers: { Cookie: before }, redirect: 'manual' });
    expect(answer.headers.get('location')).toContain('/sign-in');
  }, 120_000);

  test('strangers make the gateway sign no more requests at the issuer than a busy office would', async () => {
    const ask = (localAddress: string, path: string, cookie = '') =>
      new Promise<IncomingMessage>((resolve, reject) => {
        const options = { localAddress, headers: { Cookie: cookie } };
        get(gateway() + path, options, (answer) => resolve(answer.resume())).once('error', reject);
      });
    const first = await ask('127.0.8.1', '/sign-in');
    expect([first.statusCode, first.headers.location]).toEqual([
      303,
      expect.stringContaining('request_uri='),
    ]);
    const underWay = String(first.headers['set-cookie']).split(';')[0] as string;
    const begun = await Promise.all(Array.from({ length: 200 }, () => ask('127.0.8.1', '/sign-in')));
    const ended = await Promise.all(
      Array.from({ length: 20 }, () => ask('127.0.8.1', '/sign-in/callback?code=x', underWay)),
    );
    const refused = [...begun, ...ended].filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(200 + 20 - 119);
    expect(new Set(refused.map(({ headers }) => headers['retry-after']))).toEqual(new Set(['60']));
    expect((await ask('127.0.8.2', '/sign-in')).statusCode).toBe(303);
  });

  test('a sign-in leads back to a page of ours, whatever address it was begun with', async () => {
    const page = await signedIn('chief', '/console');
    // Each way of writing another address is in `session/return-address.test.ts`.
    for (const evil of ['https://evil.example/', '//evil.example']) {
      await page.goto(`${gateway()}/sign-in?return=${encodeURIComponent(evil)}`);
      // The issuer knows them still, or asks again.
      if (new URL(page.url()).origin !== new URL(gateway()).origin) await typeSignIn(page, person('chief'));
      await page.waitForURL((url) => url.href.startsWith(gateway()) && !url.pathname.startsWith('/sign-in'));
      expect([evil, page.url()]).toEqual([evil, `${gateway()}/console`]);
    }
  }, 300_000);

  test('of two cookies of one name neither is believed', async () => {
    const cookie = await cookieOf(await signedIn('reviewer', '/console'));
    const visit = (cookies: string) =>
      fetch(`${gateway()}/console`, { headers: { Cookie: cookies }, redirect: 'manual' });
    expect((await visit(cookie)).status).toBe(200);
    expect((await visit(`${cookie}; session=${'B'.repeat(70)}`)).status).toBe(303);
    expect((await visit(`${cookie}; ${cookie}`)).status).toBe(303);
  });

  test('a role that asks for another’s page is told so, and sees nothing of it', async () => {
    const officer = await cookieOf(await signedIn('adams-officer', '/query'));
    for (const path of PAGES.filter(({ action }) => action !== null).map((one) => addressOf(one.path))) {
      const answer = await fetch(gateway() + path, { headers: { Cookie: officer } });
      expect([path, answer.status]).toEqual([path, 403]);
      expect(await answer.text()).toContain('Your role does not allow this page');
    }
    // Each is counted, and has a line of diagnostics, under the pattern of its address.
    const counted = await (await fetch(`${gateway()}/metrics`)).text();
    for (const { path } of PAGES.filter(({ action }) => action !== null)) {
      expect([path, counted.includes(`route="${path}",status="403"`)]).toEqual([path, true]);
    }
    const auditor = await signedIn('auditor', '/console');
    const halted = await send('/console/halt', await cookieOf(auditor), {
      ...{ token: await tokenOf(auditor), key: randomUUID(), reason: 'not mine to do' },
    });
    expect(halted.status).toBe(403);
  });

  test('an officer finds no held query of another agency', async () => {
    const at = (ms: number) => new Date(ms).toISOString();
    const { queryId } = await fixture.clients.aurora.call<{ queryId: string }>('POST', '/v1/queries', {
      purpose: {
        code: 'stolen_vehicle',
        caseNumber: 'CR-2026-0901',
        justification: 'sedan stolen overnight',
      },
      onBehalfOf: { id: 'aurora-7', name: 'Officer Seven', ori: 'CO0010100' },
      plate: { number: fixture.plate.slice(0, 5), match: 'partial' },
      ...{ from: at(Date.now() - 86_400_000), to: at(Date.now()) },
    });
    expect(queryId).toMatch(/^[0-9a-f-]{36}$/);
    const page = await signedIn('adams-officer', `/query/held/${queryId}`);
    expect(await page.getByRole('alert').textContent()).toContain('Not found');
    expect(await page.getByRole('status').count()).toBe(0);
  });

  test('an officer finds no refused query of another agency, or of her own agency’s system', async () => {
    const refusedOf = async (client: (typeof fixture.clients)[keyof typeof fixture.clients], ori: string) => {
      const { body } = await client.request('POST', '/v1/queries', {
        purpose: { code: 'immigration_civil', caseNumber: 'CR-2026-0903', justification: 'of another' },
        onBehalfOf: { id: 'officer-1', name: 'Officer One', ori },
        plate: { number: fixture.plate },
        ...{ from: new Date(Date.now() - 86_400_000).toISOString(), to: new Date().toISOString() },
      });
      return (body as { receipt: { index: number } }).receipt.index;
    };
    const { adams, aurora } = fixture.clients;
    for (const index of [await refusedOf(aurora, 'CO0010100'), await refusedOf(adams, 'CO0010000')]) {
      const page = await signedIn('adams-officer', `/query/refused/${index}`);
      expect(await page.getByRole('alert').textContent()).toMatch(/no refused query of yours/i);
      await page.goto(`${gateway()}/query/refused`);
      expect(await page.getByRole('main').textContent()).toContain('None of your queries was refused');
    }
  });

  test('a double click asks once', async () => {
    const page = await signedIn('adams-officer', '/query');
    const now = new Date().toISOString().slice(0, 16);
    const fields = {
      ...{ token: await tokenOf(page), act: 'ask', purpose: 'stolen_vehicle' },
      ...{ caseNumber: 'CR-2026-0902', justification: 'sedan stolen overnight', plate: fixture.plate },
      ...{ zone: 'utc', from: `${now.slice(0, 8)}01T00:00`, to: now },
    };
    const cookie = await cookieOf(page);
    const ask = (key: string) => send('/query', cookie, { ...fields, key });
    expect((await ask(randomUUID())).status).toBe(303);
    const before = await logSize();
    const key = randomUUID();
    const both = await Promise.all([ask(key), ask(key)]);
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    expect(await logSize()).toBe(before + 1);
  });

  test('a session that ended keeps what was typed, until it is sent again', async () => {
    const page = await signedIn('adams-officer', '/query');
    await page.getByLabel('Purpose').selectOption('stolen_vehicle');
    await page.getByLabel('In your words').fill('<i>typed</i> before the end & kept');
    await page.getByLabel('Plate').fill('KEPT123');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Ask', exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toContain('What you typed is kept');
    const [beside] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: /Sign in \(opens/ }).click(),
    ]);
    await typeSignIn(beside, person('adams-officer'));
    await beside.waitForURL((url) => url.pathname === '/query');
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await page.getByRole('alert').textContent()).toMatch(
      /Not sent yet.*Nothing was done, since you signed in again/,
    );
    expect(await page.getByLabel('In your words').inputValue()).toBe('<i>typed</i> before the end & kept');
    expect(await page.getByLabel('Plate').inputValue()).toBe('KEPT123');
    expect(await page.locator('main i').count()).toBe(0);
  });

  test('an issuer’s logout ends the session once, and a token that does not fit ends none', async () => {
    const page = await signedIn('adams-officer', '/query');
    const { issuer } = fixture.demo.file;
    const key = JSON.parse(readFileSync(join(fixture.demo.dataDir, 'demo-issuer-key.json'), 'utf8'));
    const keySet = (await (await fetch(`${issuer}/jwks`)).json()) as { keys: { kid: string }[] };
    const header = { alg: 'ES256', typ: 'logout+jwt', kid: keySet.keys[0]?.kid };
    const claims = {
      ...{ iss: issuer, aud: 'demo-pages-adams', iat: seconds(), exp: seconds() + 60, sub: 'adams-officer' },
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    };
    const tell = (bent: object, bentHeader: object = {}) => {
      const payload = { ...claims, jti: randomUUID(), ...bent };
      return send('/sign-in/logout', '', {
        logout_token: makeJws({ ...header, ...bentHeader }, payload, key),
      });
    };
    const bad = [
      tell({ aud: 'another-client' }),
      tell({ iss: 'https://evil.example' }),
      tell({ nonce: 'as in an ID token' }),
      tell({ events: {} }),
      tell({ sub: undefined }),
      tell({ jti: undefined }),
      tell({ iat: seconds() - 600 }),
      tell({ iat: seconds() + 600 }),
      tell({ exp: seconds() - 600 }),
      tell({}, { kid: 'another' }),
      tell({}, { typ: 'at+jwt' }),
      send('/sign-in/logout', '', { logout_token: 'no token' }),
      send('/sign-in/logout', '', {}),
    ];
    for (const { status } of await Promise.all(bad)) expect(status).toBe(400);
    const cookie = await cookieOf(page);
    const visit = () => fetch(`${gateway()}/query`, { headers: { Cookie: cookie }, redirect: 'manual' });
    expect((await visit()).status).toBe(200);
    const jti = randomUUID();
    expect((await tell({ jti })).status).toBe(200);
    expect((await visit()).status).toBe(303);
    await page.getByRole('alert').filter({ hasText: 'Your session has ended' }).waitFor();
    expect((await tell({ jti })).status).toBe(400);
  });

  test('somebody whose access was removed is told so by their open page, and signs in no more', async () => {
    const page = await signedIn('reviewer', '/console');
    const { persons } = await fixture.clients['admin-1'].call<{ persons: { id: string; subject: string }[] }>(
      'GET',
      '/v1/persons',
    );
    const reviewer = persons.find(({ subject }) => subject === 'reviewer');
    await fixture.clients['admin-1'].call('POST', `/v1/persons/${reviewer?.id}/remove`, { reason: 'a test' });
    await page.getByRole('alert').filter({ hasText: 'Your access has ended' }).waitFor();
    const { status } = await fetch(`${gateway()}/console`, { headers: { Cookie: await cookieOf(page) } });
    expect(status).toBe(403);
  });

  test('signing out at the issuer ends the session here', async () => {
    const page = await signedIn('adams-officer', '/query');
    const issuer = await page.context().newPage();
    await issuer.goto(`${fixture.demo.file.issuer}/session/end`);
    await issuer.getByRole('button', { name: /yes/i }).click();
    await issuer.waitForURL(/success/);
    await page.getByRole('alert').filter({ hasText: 'Your session has ended' }).waitFor();
  });
});
