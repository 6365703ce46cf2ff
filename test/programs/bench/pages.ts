/**
 * The pages on the demo with a month of history: what each weighs at first load, and after how long its first byte comes;
 * the same for lists of 100,000 rows; and what queries and revokes lose to twenty people at the console. Expected: at most
 * 120 KB and 150 ms a page, lists that stay flat, at most 5 % lost.
 */
import pg from 'pg';
import { type Browser, chromium } from 'playwright-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../setup/chromium.ts';
import { type RunningDemo, startDemo } from '../../setup/demo/running-demo.ts';
import { personOf } from '../../setup/pages/sign-in-at-pages.ts';
import { LONG_LISTS, type LongList } from './pages/long-lists.ts';
import { measureBeside } from './pages/twenty-people.ts';
import { linksIn, openVisitor, type Visitor } from './pages/visitor.ts';
import type { Bench, BenchOptions } from './support/bench.ts';
import { quantile } from './support/quantile.ts';
import { round } from './support/round.ts';

const ROWS = Number(process.env.BENCH_ROWS || 100_000);
const EACH = 9;
const MOST = { ms: 150, kilobytes: 120 };
const STRANGERS = ['/transparency', '/verify', '/docs'];
const KILOBYTE = 1_024;
const WHO = ['admin-1', 'reviewer', 'auditor', 'chief', 'adams-officer'] as const;

export const run: Bench['run'] = async (options) => {
  if (CHROMIUM === undefined)
    throw new Error('there is no Chromium; next: apt-get install chromium-headless-shell');
  const settings = { RATE_LIMIT_PER_MINUTE: '1000000', AGENCY_RECORDS_PER_DAY: '100000000' };
  const more = { OFFICER_RECORDS_PER_DAY: '100000000', OFFICER_QUERIES_PER_DAY: '100000000' };
  const demo = await startDemo(
    { ...settings, ...more, PATTERN_QUERIES_PER_DAY: '100000000' },
    'build',
    [],
    ['--history'],
  );
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: CHROMIUM_FLAGS });
  try {
    await measure(demo, browser, options);
  } finally {
    await browser.close();
    await demo.stop();
  }
};

async function measure(
  demo: RunningDemo,
  browser: Browser,
  { report, seconds = 10 }: BenchOptions,
): Promise<void> {
  const { file } = demo;
  const visitors = new Map<string, Visitor>();
  for (const login of WHO)
    visitors.set(login, await openVisitor(browser, file.gateway, personOf(file, login)));
  visitors.set('a stranger', await openVisitor(browser, file.gateway, null));
  const addresses = await walk(visitors, report);
  // Before the lists: an agency has not a hundred thousand grants.
  const { busy, calm } = await measureBeside(
    {
      ...{ addresses, visitors: [...visitors.values()].slice(0, 1), plate: file.plates[0] as string },
      ...{ partner: await demo.asOnce('adams'), administrator: await demo.asOnce('admin-1') },
      revoked: 'CO0010200',
    },
    seconds,
  );
  const ratio = (of: 'queries' | 'revokes') => round(middle(busy[of]) / middle(calm[of]));
  report({
    'with twenty people': 'queries/s',
    calm: round(middle(calm.queries)),
    busy: round(middle(busy.queries)),
    ratio: ratio('queries'),
  });
  report({
    'with twenty people': 'revoke p50 ms',
    calm: round(middle(calm.revokes)),
    busy: round(middle(busy.revokes)),
    ratio: ratio('revokes'),
  });
  const readerOf = ({ reader }: LongList) => visitors.get(reader) as Visitor;
  const before: number[] = [];
  for (const list of LONG_LISTS) before.push(await firstByteOf(readerOf(list), list.address));
  const owner = new pg.Client(file.databases.gatewayOwnerUrl);
  // Where the measurement fails, its database ends before it does.
  owner.on('error', () => undefined);
  await owner.connect();
  for (const [i, list] of LONG_LISTS.entries()) {
    const { address, fill, name } = list;
    await fill(owner, ROWS);
    const long = await firstByteOf(readerOf(list), address);
    report({ list: name, rows: ROWS, 'first byte ms': round(long), 'before ms': round(before[i] as number) });
  }
  await owner.query('ANALYZE');
  await owner.end();
}

interface Walked {
  readonly address: string;
  readonly page: string;
  readonly status: number;
  readonly ms: number;
  readonly kilobytes: number;
}

/** Every page that each of them reaches by links; one of those that differ by an id alone. @returns the first one's */
async function walk(
  visitors: ReadonlyMap<string, Visitor>,
  report: BenchOptions['report'],
): Promise<string[]> {
  const all: Walked[][] = [];
  for (const [who, visitor] of visitors) {
    // The guides are the same for everybody.
    const rooms = who === 'a stranger' ? STRANGERS : [who === 'adams-officer' ? '/query' : '/console'];
    const walked = await walkAs(
      visitor,
      rooms,
      who === 'a stranger' ? /^\/sign-in/ : /^\/(docs|transparency|verify)/,
    );
    all.push(walked);
    const slowest = walked.reduce((worst, one) => (one.ms > worst.ms ? one : worst));
    const heaviest = walked.reduce((worst, one) => (one.kilobytes > worst.kilobytes ? one : worst));
    report({
      ...{ who, pages: walked.length, slowest: slowest.page, 'p50 ms': round(slowest.ms) },
      'over 150 ms': walked.filter(({ ms }) => ms > MOST.ms).length,
      ...{ heaviest: heaviest.page, KB: round(heaviest.kilobytes) },
      'over 120 KB': walked.filter(({ kilobytes }) => kilobytes > MOST.kilobytes).length,
      failed:
        walked
          .filter(({ status }) => status !== 200)
          .map(({ page, status }) => `${page} ${status}`)
          .join(', ') || '-',
    });
  }
  return (all[0] ?? []).filter(({ status }) => status === 200).map(({ address }) => address);
}

async function walkAs(visitor: Visitor, rooms: readonly string[], except: RegExp | null): Promise<Walked[]> {
  const walked = new Map<string, Walked>();
  const waiting = [...rooms];
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const page = kindOf(address);
    if (walked.has(page) || except?.test(address)) continue;
    const times: number[] = [];
    let last = await visitor.visit(address);
    for (let i = 1; i < EACH; i++) {
      last = await visitor.visit(address);
      times.push(last.firstByte);
    }
    const kilobytes = (await visitor.weigh(last.html)) / KILOBYTE;
    walked.set(page, { address, page, status: last.status, ms: middle(times), kilobytes });
    if (last.status === 200) waiting.push(...linksIn(last.html));
  }
  return [...walked.values()];
}

/** Ids, indices and ORIs stand for each other, and so do the values of a search. */
const kindOf = (address: string): string =>
  address
    .replace(/\?.*$/, '')
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/g, ':id')
    .replace(/\bCO\d{7}\b/g, ':ori')
    .replace(/\/\d{4}-\d\d\b/g, '/:month')
    .replace(/\/\d+\b/g, '/:index')
    .replace(/^\/docs\/api\/.+/, '/docs/api/:group');

async function firstByteOf(visitor: Visitor, address: string): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < EACH; i++) times.push((await visitor.visit(address)).firstByte);
  return middle(times);
}

const middle = (numbers: readonly number[]) =>
  quantile(
    [...numbers].sort((a, b) => a - b),
    0.5,
  );
