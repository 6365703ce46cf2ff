/**
 * Revokes at a gateway while another one asks it: what the first writes of releases after a revoke has returned (nothing),
 * and how long an officer's open page at the other one goes on to show what the first had stated. Before every
 * fourth revoke a browser asks, which takes two seconds, and notes when its page lost the reads.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import type { ClientsFile } from '../../../../gateway/cli/client/connect.ts';
import { OWNER_ORI, PEER_ORI } from '../../../../gateway/demo/cast/demo-cast.ts';
import { CHROMIUM, CHROMIUM_FLAGS } from '../../../setup/chromium.ts';
import { RUN_TYPESCRIPT } from '../../../setup/commands/run-typescript.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { type DemoProcess, startDemo } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';
import { eventually } from '../../../setup/eventually.ts';
import { personOf, signInAtPages } from '../../../setup/pages/sign-in-at-pages.ts';
import { ROOT } from '../../../setup/source-files.ts';
import { Administrator, issueGrant } from '../../faults/load/administrator.ts';
import { clock, type History } from '../../faults/load/history.ts';
import type { Row } from '../support/bench.ts';
import { quantile } from '../support/quantile.ts';
import { round } from '../support/round.ts';

const ASKERS = 4;
/** Revokes for which one sign-in lasts. */
const BATCH = 50;
/** One revoke in so many is watched on a page. */
const WATCHED = 4;
/** Milliseconds from an unwatched revoke to the next grant, so that a late write would be seen. */
const LISTENED = 150;
/** Milliseconds until a page has lost the reads: for 99 of 100 revokes, and until a run gives up. */
const LONGEST = 2_000;
const GIVEN_UP = 60_000;
/** Milliseconds between two asks while nothing is released. */
const RETRY = 20;

/** Selects the reads that the page shows of the other gateway. */
const READS = `[data-stated-by="${PEER_ORI}"] table`;

interface Period {
  /** Nanoseconds at which the revoke returned, and at which the next grant was proposed. */
  readonly from: number;
  to: number;
}

export async function measureWhileAsked(revokes: number): Promise<Row> {
  const preload = pathToFileURL(join(ROOT, 'test/programs/faults/preload/trace-writes.ts')).href;
  const directory = mkdtempSync(join(tmpdir(), 'while-asked-'));
  const trace = join(directory, 'writes');
  const settings = {
    NODE_OPTIONS: `${RUN_TYPESCRIPT.join(' ')} --import ${preload}`,
    ...{ TRACE_FILE: trace, RATE_LIMIT_PER_MINUTE: '100000000' },
  };
  const demo = await startDemo(settings, 'build', [], ['--peer']);
  const browser = await chromium.launch({ executablePath: CHROMIUM as string, args: CHROMIUM_FLAGS });
  const history: History = { attempts: [], lowered: [] };
  const periods: Period[] = [];
  const shown: number[] = [];
  const asking = { isOver: false, released: 0 };
  try {
    const page = await browser.newPage();
    await signInAtPages(page, demo.file.gateway, '/query', personOf(demo.file, 'ccpd-officer'));
    const { peers } = demo.file as unknown as { readonly peers: readonly { readonly demo: string }[] };
    const theirs = JSON.parse(readFileSync(peers[0]?.demo as string, 'utf8')) as ClientsFile;
    const asked = Promise.all(Array.from({ length: ASKERS }, () => askOn(demo, asking)));
    while (periods.length < revokes) {
      const administrators = await administratorsOf(theirs);
      for (let turn = 0; turn < BATCH && periods.length < revokes; turn += 1) {
        const isWatched = periods.length % WATCHED === 0;
        await grantAnew(administrators, periods);
        const before = asking.released;
        await eventually(() => asking.released > before + 1);
        if (isWatched) await askOnPage(page, demo);
        await administrators[0].lower(history, OWNER_ORI, `/v1/agencies/${OWNER_ORI}/revoke`);
        periods.push({ from: clock(), to: Number.POSITIVE_INFINITY });
        const from = Date.now();
        if (isWatched) shown.push((await withdrawnOn(page)) - from);
        else await pause(LISTENED);
      }
      for (const administrator of administrators) administrator.close();
    }
    asking.isOver = true;
    await asked;
  } finally {
    asking.isOver = true;
    await browser.close();
    await demo.stop();
  }
  const writes = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number(line.split(' ')[0]));
  rmSync(directory, { recursive: true });
  const late = writes.filter((begun) => periods.some(({ from, to }) => begun > from && begun < to));
  const failed = history.lowered.filter(({ status }) => status !== 200).length;
  shown.sort((a, b) => a - b);
  const p99 = quantile(shown, 0.99);
  return {
    ...{ series: 'while another gateway asks', revokes, failed, releases: asking.released },
    ...{ 'pieces written': writes.length, 'written after a revoke': late.length },
    ...{ 'pages watched': shown.length, 'page withdrawn, p50 ms': round(quantile(shown, 0.5)) },
    ...{ 'page withdrawn, p99 ms': round(p99), max: round(quantile(shown, 1)) },
    holds: failed === 0 && late.length === 0 && writes.length >= asking.released && p99 <= LONGEST,
  };
}

async function administratorsOf(theirs: ClientsFile): Promise<readonly [Administrator, Administrator]> {
  const port = Number(new URL(theirs.gateway).port);
  const [first, second] = await Promise.all(
    (['admin-1', 'admin-2'] as const).map((name) => signInAtDemo(theirs, name)),
  );
  if (first === undefined || second === undefined) throw new Error('nobody signed in');
  return [new Administrator(port, first), new Administrator(port, second)];
}

async function grantAnew(
  administrators: readonly [Administrator, Administrator],
  periods: readonly Period[],
): Promise<void> {
  const last = periods.at(-1);
  if (last !== undefined) last.to = clock();
  await issueGrant(administrators, OWNER_ORI);
}

/** Shows the other gateway's answer on the page, which notes from now on when it no longer does. */
async function askOnPage(page: Page, demo: DemoProcess): Promise<void> {
  await page.goto(`${demo.file.gateway}/query`);
  const { plate, purpose } = demoQuery({ ori: OWNER_ORI }, demo.file.plates[0] as string);
  await page.getByLabel('Purpose').selectOption(purpose.code);
  await page.getByLabel('Plate', { exact: true }).fill(plate.number);
  await page.getByLabel('Case number').fill(purpose.caseNumber);
  await page.getByLabel('In your words').fill(purpose.justification);
  await page.getByRole('checkbox', { name: OWNER_ORI }).uncheck();
  await page.getByRole('checkbox', { name: PEER_ORI }).check();
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.waitForURL(/\/query\/asked\//);
  await page.locator(READS).waitFor();
  await page.evaluate((reads) => {
    const observer = new MutationObserver(() => {
      if (document.querySelector(reads) !== null) return;
      observer.disconnect();
      document.documentElement.dataset.withdrawnAt = String(Date.now());
    });
    observer.observe(document, { childList: true, subtree: true, attributes: true });
  }, READS);
}

/** Resolves to when the page lost the reads, in milliseconds since the epoch. */
async function withdrawnOn(page: Page): Promise<number> {
  await page.getByText(`${PEER_ORI} has ended the access to this`).waitFor({ timeout: GIVEN_UP });
  return Number(await page.locator('html').getAttribute('data-withdrawn-at'));
}

async function askOn(demo: DemoProcess, asking: { isOver: boolean; released: number }): Promise<void> {
  const client = await demo.asOnce('own-system');
  const plate = demo.file.plates[0] as string;
  while (!asking.isOver) {
    const { body } = await client.request('POST', '/v1/asks', {
      ...demoQuery(client, plate),
      at: [PEER_ORI],
    });
    const { answers = [] } = body as { readonly answers?: readonly { readonly outcome: string }[] };
    if (answers[0]?.outcome === 'released') asking.released += 1;
    else await pause(RETRY);
  }
}
