/**
 * Hostile text in every free-text field of every form, of every role, and on every page that shows it afterwards: no
 * markup of it is markup of a page, nothing of it is refused by the pages' own Content Security Policy (there is nothing
 * to refuse), and no page fails.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { TEXTS } from '../../hostile/naughty-values.ts';
import { createChance } from '../../hostile/random.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import { borrowDemo, type RunningDemo } from '../../setup/demo/running-demo.ts';
import { PageVisitor, type Visited } from '../../setup/pages/page-visitor.ts';
import { type Form, formsIn, linksIn, type ReadPage, readHtml } from '../../setup/pages/read-html.ts';
import { personOf } from '../../setup/pages/sign-in-at-pages.ts';
import { asItIs, filledIn, isFree } from './fill-form.ts';
import { markupFaults } from './markup-faults.ts';

const SEED = Number(process.env.HOSTILE_SEED ?? 20_260_101);
/** Of the list, in each field, beside the markup. */
const EACH = 1;
/** Ms; two processors that had other work to do took 18,000, and more where other tests ran beside. */
const PATIENCE = 240_000;
/** What ends an element, an attribute or a text where it is not escaped. */
const MARKUP = `</p></textarea></title>"'><img src=x onerror=alert(1)><script>alert(2)</script><svg onload=alert(3)>`;
/** Shorter, for fields that take no more. */
const SHORT = '<b onclick=x>';

/** Side by side; then one after the other those who stop sharing, since that cuts what others are shown. */
const TOGETHER = ['adams-officer', 'clerk', 'reviewer', 'auditor'] as const;
const ALONE = ['chief', 'admin-1'] as const;
const WHO = [...TOGETHER, ...ALONE];
const STARTS = { 'adams-officer': '/query', clerk: '/console/evidence' } as Readonly<Record<string, string>>;

const list = join(process.env.CONFORMANCE_VECTORS ?? '', 'hostile-input/blns/blns.json');
const published =
  process.env.CONFORMANCE_VECTORS && existsSync(list)
    ? (JSON.parse(readFileSync(list, 'utf8')) as string[])
    : [];
const STRINGS = [...TEXTS.filter((text) => text.length < 3_000), ...published];

let demo: RunningDemo;
const visitors = new Map<string, PageVisitor>();
const faults: string[] = [];
/** Pages that have shown the markup as text, by their pattern. */
const shownBy = new Set<string>();
const filled = new Set<string>();

beforeAll(async () => {
  demo = await borrowDemo({ RATE_LIMIT_PER_MINUTE: '100000000', LOG_LEVEL: 'error' });
  const [adams, auditor] = [await demo.as('adams'), await demo.as('auditor')];
  const query = demoQuery(adams, 'DEMO0', { plate: { number: 'DEMO0', match: 'partial' } });
  for (const caseNumber of ['CR-2026-0601', 'CR-2026-0602']) {
    const purpose = {
      ...query.purpose,
      caseNumber,
      justification: `${query.purpose.justification} ${MARKUP}`,
    };
    await adams.call('POST', '/v1/queries', { ...query, purpose });
  }
  const { subjects } = await auditor.call<{ subjects: { id: string }[] }>('GET', '/v1/subjects');
  const report = { kind: 'personal_use', agency: 'CO0010000', subjectId: subjects[0]?.id, entries: [1] };
  for (let i = 0; i < 2; i += 1) {
    await auditor.call('POST', '/v1/misuse-reports', { ...report, summary: `no ${i}: ${MARKUP}` });
  }
  // Those about an agency are closed together by its form; these have a page with forms of its own.
  const about = { kind: report.kind, entries: report.entries };
  for (let i = 0; i < 2; i += 1) {
    await auditor.call('POST', '/v1/misuse-reports', { ...about, summary: `about none ${i}: ${MARKUP}` });
  }
  for (const login of WHO) {
    const visitor = new PageVisitor(demo.file.gateway);
    await visitor.signIn(personOf(demo.file, login), STARTS[login] ?? '/console');
    visitors.set(login, visitor);
  }
}, 300_000);
afterAll(async () => {
  await demo?.stop();
}, 60_000);

const patternOf = (address: string) =>
  (address.split(/[?#]/, 1)[0] as string).replace(
    /\/(?:[0-9a-f-]{36}|[A-Z]{2}[A-Z0-9]{7}|\d[\d-]*)(?=\/|$)/g,
    '/:',
  );
const isOurs = (address: string) => /^\/(?:console|query)(?:[/?#]|$)/.test(address);

/** Looks at an answer. @returns the page; null where it is a file, or leads on */
function lookAt(who: string, address: string, { headers, status, text }: Visited): ReadPage | null {
  const where = `${who} ${address}`;
  if (status >= 500) faults.push(`${where}: ${status}`);
  if (headers.get('x-content-type-options') !== 'nosniff') faults.push(`${where}: no nosniff`);
  if (headers.get('content-disposition') !== null || status === 303) return null;
  if (!headers.get('content-security-policy')?.includes("script-src 'self'"))
    faults.push(`${where}: no policy`);
  const page = readHtml(text);
  faults.push(...markupFaults(page).map((fault) => `${where}: ${fault}`));
  if (text.includes('&lt;img src=x onerror=alert(1)>')) shownBy.add(patternOf(address));
  return page;
}

async function get(who: string, address: string): Promise<ReadPage | null> {
  const visitor = visitors.get(who) as PageVisitor;
  const visited = await visitor.visit(address);
  const page = lookAt(who, address, visited);
  if (visited.location === null) return page;
  const { origin, pathname, search } = new URL(visited.location);
  return origin === new URL(demo.file.gateway).origin && isOurs(pathname)
    ? get(who, pathname + search)
    : null;
}

/** The entries that histories link come first, and were made before anything hostile was typed. */
const mostOf = (kind: string) => (kind === '/console/audit/:' ? 20 : 2);

/** Every page that the person reaches by links, two of each kind. */
async function walk(who: string, use: (page: ReadPage, address: string) => Promise<void>): Promise<void> {
  const seen = new Map<string, number>();
  const waiting = [STARTS[who] ?? '/console'];
  for (const address of waiting) {
    const kind = patternOf(address);
    const count = seen.get(kind) ?? 0;
    if (count === mostOf(kind)) continue;
    seen.set(kind, count + 1);
    const page = await get(who, address);
    if (page === null) continue;
    waiting.push(...linksIn(page).filter((link) => isOurs(link) && !waiting.includes(link)));
    await use(page, address);
  }
}

async function send(who: string, { action, method }: Form, fields: URLSearchParams): Promise<void> {
  const visitor = visitors.get(who) as PageVisitor;
  const path = action.split('?', 1)[0] as string;
  if (method === 'get') return void (await get(who, `${path}?${fields}`));
  const visited = await visitor.visit(action, fields);
  lookAt(who, action, visited);
  if (visited.location?.startsWith(demo.file.gateway)) {
    await get(who, visited.location.slice(demo.file.gateway.length));
  }
}

/** All fields at once with each of its buttons, then each field alone with others of the list, then as it is. */
async function tryForm(who: string, form: Form, strings: () => string): Promise<void> {
  const free = form.fields.filter(isFree);
  const buttons = form.fields.filter(({ type }) => type === 'button');
  for (const { name } of free) filled.add(name);
  for (const button of buttons.length === 0 ? [undefined] : buttons) {
    for (const text of [MARKUP, SHORT]) {
      await send(who, form, filledIn(form, new Map(free.map(({ name }) => [name, text])), button));
    }
  }
  for (const { name } of free) {
    for (const text of [MARKUP, ...Array.from({ length: EACH }, strings)]) {
      await send(who, form, filledIn(form, new Map([[name, text]]), buttons[0]));
    }
  }
  await send(who, form, asItIs(form));
}

describe('hostile text in the pages', () => {
  test.each([
    ['an element', '<p><img src="x"></p>'],
    ['an attribute', '<p onclick="x">a</p>'],
    ['an attribute without quotes', '<a href=x>a</a>'],
    ['an address that runs', '<a href="javascript:alert(1)">a</a>'],
    ['an address elsewhere', '<a href="//evil.example">a</a>'],
    ['a script of the page itself', '<script type="module" src="/assets/a.js">alert(1)</script>'],
    ['a style from elsewhere', '<link rel="stylesheet" href="//evil.example/a.css">'],
    ['a bare angle bracket', '<p>1 < 2</p>'],
  ])('would be found if it came through: %s', (_, html) => {
    expect(markupFaults(readHtml(html))).not.toEqual([]);
    expect(markupFaults(readHtml('<p class="a">1 &lt; 2 <a href="/docs">b</a></p>'))).toEqual([]);
  });

  test(
    'is text in every form and on every page: no markup, no policy broken, no page that fails',
    async () => {
      const chance = createChance(SEED);
      const strings = () => STRINGS[Math.floor(chance.next() * STRINGS.length)] as string;
      let forms = 0;
      // A form that several roles have is the same form.
      const tried = new Set<string>();
      const tryAll = async (who: string) => {
        await walk(who, async (page, address) => {
          for (const form of formsIn(page, address)) {
            const kind = [
              patternOf(form.action),
              ...form.fields.map(({ name, type }) => `${name} ${type}`),
            ].join();
            if (form.action === '/sign-out' || tried.has(kind)) continue;
            tried.add(kind);
            forms += 1;
            await tryForm(who, form, strings);
          }
        });
      };
      await Promise.all(TOGETHER.map(tryAll));
      for (const who of ALONE) await tryAll(who);
      await Promise.all(WHO.map((who) => walk(who, async () => undefined)));
      expect(faults).toEqual([]);
      expect(forms).toBeGreaterThan(20);
      expect([...filled].sort()).toEqual(
        expect.arrayContaining(['justification', 'note', 'plate', 'reason']),
      );
      expect([...shownBy].sort()).toEqual(
        expect.arrayContaining([
          '/console/audit',
          '/console/audit/:',
          '/console/audit/searches/:',
          '/console/resume',
          '/console/misuse',
          '/console/misuse/:',
          '/console/reviews/:',
          '/query',
        ]),
      );
    },
    PATIENCE,
  );
});
