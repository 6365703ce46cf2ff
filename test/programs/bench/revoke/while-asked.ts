/**
 * Revokes at a gateway while another one asks it: what the first writes of releases after a revoke has returned (nothing),
 * and how long it takes until the other one knows by the signal what its open pages must withdraw.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import type { ClientsFile } from '../../../../gateway/cli/client/connect.ts';
import { OWNER_ORI, PEER_ORI } from '../../../../gateway/demo/cast/demo-cast.ts';
import { RUN_TYPESCRIPT } from '../../../setup/commands/run-typescript.ts';
import { demoQuery } from '../../../setup/demo/demo-query.ts';
import { type DemoProcess, startDemo } from '../../../setup/demo/running-demo.ts';
import { signInAtDemo } from '../../../setup/demo/sign-in-at-demo.ts';
import { eventually } from '../../../setup/eventually.ts';
import { ROOT } from '../../../setup/source-files.ts';
import { Administrator, issueGrant } from '../../faults/load/administrator.ts';
import { clock, type History } from '../../faults/load/history.ts';
import type { Row } from '../support/bench.ts';
import { quantile } from '../support/quantile.ts';
import { round } from '../support/round.ts';

const ASKERS = 4;
/** Revokes for which one sign-in lasts. */
const BATCH = 50;
/** Milliseconds between two looks of the node that tells its open pages. */
const BEAT = 400;
const LONGEST = 2_000;
/** Milliseconds between two asks while nothing is released. */
const RETRY = 20;

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
  const owner = new pg.Client({ connectionString: demo.file.databases.gatewayOwnerUrl });
  const history: History = { attempts: [], lowered: [] };
  const periods: Period[] = [];
  const known: number[] = [];
  const asking = { isOver: false, released: 0 };
  try {
    await owner.connect();
    const { peers } = demo.file as unknown as { readonly peers: readonly { readonly demo: string }[] };
    const theirs = JSON.parse(readFileSync(peers[0]?.demo as string, 'utf8')) as ClientsFile;
    const asked = Promise.all(Array.from({ length: ASKERS }, () => askOn(demo, asking)));
    while (known.length < revokes) {
      const administrators = await administratorsOf(theirs);
      for (let turn = 0; turn < BATCH && known.length < revokes; turn += 1) {
        await grantAnew(administrators, periods);
        const before = asking.released;
        await eventually(() => asking.released > before + 1);
        const signals = await signalsOf(owner);
        await administrators[0].lower(history, OWNER_ORI, `/v1/agencies/${OWNER_ORI}/revoke`);
        const from = clock();
        periods.push({ from, to: Number.POSITIVE_INFINITY });
        while ((await signalsOf(owner)) === signals);
        known.push((clock() - from) / 1e6);
      }
      for (const administrator of administrators) administrator.close();
    }
    asking.isOver = true;
    await asked;
  } finally {
    asking.isOver = true;
    await owner.end();
    await demo.stop();
  }
  const writes = readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Number(line.split(' ')[0]));
  rmSync(directory, { recursive: true });
  const late = writes.filter((begun) => periods.some(({ from, to }) => begun > from && begun < to));
  const failed = history.lowered.filter(({ status }) => status !== 200).length;
  known.sort((a, b) => a - b);
  const p99 = quantile(known, 0.99);
  return {
    ...{ series: 'while another gateway asks', revokes, failed, releases: asking.released },
    ...{ 'pieces written': writes.length, 'written after a revoke': late.length },
    ...{ 'known there, p50 ms': round(quantile(known, 0.5)), 'p99 ms': round(p99) },
    'pages withdraw at the latest, p99 ms': round(p99 + BEAT),
    holds: failed === 0 && late.length === 0 && writes.length >= asking.released && p99 + BEAT <= LONGEST,
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

async function signalsOf(owner: pg.Client): Promise<number> {
  const { rows } = await owner.query('SELECT count(*)::int AS count FROM network_signal');
  return rows[0].count;
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
