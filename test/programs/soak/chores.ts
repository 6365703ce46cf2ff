/** What happens beside the queries: access taken and given, lists, reads, hits, the purge. */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import type { RunningDemo } from '../../setup/demo/running-demo.ts';
import { ROOT } from '../../setup/source-files.ts';
import { grantBody } from '../attacks/scene/grant-sharing.ts';
import { versionText } from '../faults/hot-lists/fetch-faults.ts';
import { every, type Load } from './load.ts';
import type { Tally } from './tally.ts';

export interface Cast {
  readonly administrators: readonly [Client, Client];
  readonly partner: Client;
}

/** Has no grant: nothing that is asked at the same time depends on it. */
const WITHOUT_GRANT = 'CO0010200';
/** Loses its grant, and gets another, each minute; nobody asks for it. */
const REVOKED = 'CO0010100';
const LIST_ROWS = 2_000;
const READS = 200;
const MINUTE = 60;
const WEEK = 7 * 86_400_000;

export function startChores(demo: RunningDemo, { administrators, partner }: Cast, tally: Tally): Load[] {
  const [first, second] = administrators;
  let turn = 0;
  let purgedOn = utcDay(Date.now());
  const call = async <T>(what: string, by: Client, method: string, path: string, body?: unknown) =>
    (await tally.measure(what, () => by.request(method, path, body)))?.body as T | undefined;
  const revoke = (ori: string) =>
    call('revoke', first, 'POST', `/v1/agencies/${ori}/revoke`, { reason: 'soak' });
  const purge = () => command(demo, ['retention', 'purge']);
  return [
    every(1, tally, 'revoke', () => revoke(WITHOUT_GRANT)),
    every(MINUTE, tally, 'grant', async () => {
      await revoke(REVOKED);
      const proposed = await call<{ id: string }>(
        'proposal',
        first,
        'POST',
        '/v1/grants',
        grantBody(REVOKED),
      );
      if (proposed) await call('approval', second, 'POST', `/v1/grants/${proposed.id}/approve`, {});
    }),
    every(MINUTE, tally, 'lists and reads', async () => {
      turn += 1;
      const plate = `SOAK${turn % 1_000}`;
      const entries = '/v1/hot-lists/own/entries';
      const body = standingQuery(partner, plate);
      const entered = await call<{ entry: number }>('standing query', partner, 'POST', entries, body);
      await importList(demo, turn);
      await ingestReads(demo, plate);
      await call('hits', partner, 'GET', '/v1/hits');
      if (entered) await call('standing query', partner, 'DELETE', `${entries}/${entered.entry}`);
    }),
    every(5 * MINUTE, tally, 'purge', purge),
    every(5, tally, 'purge at midnight', async () => {
      const today = utcDay(Date.now());
      if (today === purgedOn) return;
      purgedOn = today;
      process.stderr.write(`midnight UTC: it is ${today}\n`);
      await purge();
    }),
  ];
}

const standingQuery = ({ ori }: Client, number: string) => ({
  purpose: {
    code: 'stolen_vehicle',
    caseNumber: 'CR-2026-0142',
    justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
  },
  onBehalfOf: { id: 'officer-1', name: 'Officer', ori },
  plate: { number, state: 'CO' },
  expiresAt: new Date(Date.now() + WEEK).toISOString(),
});

async function importList(demo: RunningDemo, version: number): Promise<void> {
  const file = join(demo.dataDir, 'soak-list.csv');
  await writeFile(file, versionText(version, LIST_ROWS));
  await command(demo, ['hot-list', 'import', file, '--layout', 'csv', '--list', 'soak']);
}

async function ingestReads(demo: RunningDemo, plate: string): Promise<void> {
  const file = join(demo.dataDir, 'soak-reads.ndjson');
  const now = Date.now();
  const lines = Array.from({ length: READS }, (_, i) => ({
    capturedAt: new Date(now - i * 100).toISOString(),
    plate: i === 0 ? plate : `SYN${String(i).padStart(4, '0')}`,
    plateState: 'CO',
    cameraId: `DEMO-CAM-${String((i % 20) + 1).padStart(2, '0')}`,
  }));
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  await command(demo, ['ingest', file]);
}

/** As the operator types it. @throws Error with its words */
async function command(demo: RunningDemo, words: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(ROOT, 'dist/gateway/cli.js'), ...words], {
    env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: demo.dataDir },
  });
}
