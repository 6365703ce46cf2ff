/**
 * Faults of hot-list sync, each on real processes: a worker killed while it applies a list, Redis flushed, PostgreSQL
 * restarted, a source cut short, two workers on one list, a revoke in the middle of an outbound sync.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connectionSettings } from '../../gateway/database/db.ts';
import { revokeAgency } from '../../gateway/grants/revoke-agency.ts';
import { addPush } from '../../gateway/hot-lists/endpoints-store.ts';
import { importList } from '../../gateway/hot-lists/import-list.ts';
import { chunked } from '../gateway/hot-lists/sample-lists.ts';
import { PARTNER } from '../setup/sharing-fixture.ts';
import { startTestNode } from '../setup/start-test-node.ts';
import { type Serve, startFetching, untilApplying, versionText } from './hot-lists/fetch-faults.ts';
import { openScene, type Scene } from './hot-lists/scene.ts';

export interface FaultReport {
  readonly kind: string;
  readonly violations: number;
  readonly [fact: string]: unknown;
}

/** Ms in which a job that had not heard of the revoke would be tried again: as long as an attempt is waited for. */
const AFTERWARDS = 6_000;

type Play = (scene: Scene) => Promise<{ faults: string[]; facts: Record<string, unknown> }>;

const WHOLE: Serve = (response, text) => void response.end(text);

const killed: Play = async (scene) => {
  const list = await startFetching(scene, 'killed', WHOLE);
  const kills = 4;
  const faults: string[] = [];
  for (let version = 1; version <= kills; version += 1) {
    const worker = await scene.startWorker();
    await list.order(version);
    if (!(await untilApplying(scene))) faults.push(`version ${version} was not seen to be applied`);
    await scene.kill(worker);
    const next = await scene.startWorker();
    if (!(await scene.until(() => list.is(version)))) faults.push(`version ${version} never took effect`);
    await scene.kill(next);
  }
  return { faults: [...faults, ...(await list.faults(kills))], facts: { kills } };
};

const flushed: Play = async (scene) => {
  const worker = await scene.startWorker();
  const list = await startFetching(scene, 'flushed', WHOLE);
  const faults: string[] = [];
  let flushes = 0;
  for (let version = 1; version <= 4; version += 1) {
    await list.order(version);
    const done = scene.until(() => list.is(version));
    for (let i = 0; i < 5; i += 1, flushes += 1) {
      await pause(30);
      await scene.redis.flush();
    }
    if (!(await done)) faults.push(`version ${version} never took effect`);
  }
  await scene.kill(worker);
  return { faults: [...faults, ...(await list.faults(4))], facts: { flushes } };
};

const restarted: Play = async (scene) => {
  const worker = await scene.startWorker();
  const list = await startFetching(scene, 'restarted', WHOLE);
  const faults: string[] = [];
  for (let version = 1; version <= 2; version += 1) {
    await list.order(version);
    if (!(await untilApplying(scene))) faults.push(`version ${version} was not seen to be applied`);
    await scene.restartPostgres();
    if (!(await scene.until(() => list.is(version), 60_000)))
      faults.push(`version ${version} never took effect`);
  }
  await scene.kill(worker);
  return { faults: [...faults, ...(await list.faults(2))], facts: { restarts: 2 } };
};

const truncated: Play = async (scene) => {
  const worker = await scene.startWorker();
  let cuts = 0;
  const list = await startFetching(scene, 'truncated', (response, text) => {
    if (cuts >= 3) return void response.end(text);
    cuts += 1;
    response.write(text.slice(0, Math.floor((text.length * cuts) / 4)), () => response.destroy());
  });
  await list.order(1);
  const whole = await scene.until(() => list.is(1), 60_000);
  await scene.kill(worker);
  return {
    faults: [...(whole ? [] : ['the list never became whole']), ...(await list.faults(1))],
    facts: { cuts },
  };
};

const twoWorkers: Play = async (scene) => {
  const workers = await Promise.all([scene.startWorker(), scene.startWorker()]);
  const list = await startFetching(scene, 'two', WHOLE);
  const faults: string[] = [];
  for (let version = 1; version <= 5; version += 1) {
    await list.order(version);
    if (!(await scene.until(() => list.is(version)))) faults.push(`version ${version} never took effect`);
  }
  for (const worker of workers) await scene.kill(worker);
  return { faults: [...faults, ...(await list.faults(5))], facts: { versions: 5 } };
};

/** Last, since no grant is left after it. */
const revoked: Play = async (scene) => {
  const { pool, ownerPool, partner, agencyId, databases } = scene;
  const client = new pg.Client(connectionSettings(databases.gatewayUrl, { applicationName: 'test' }));
  await client.connect();
  const source = chunked(versionText(1, 5_000));
  const terms = {
    listName: 'pushed',
    layout: 'csv',
    purpose: 'stolen_vehicle',
    rulesRevision: 'test',
  } as const;
  await importList(client, { ...terms, source });
  await client.end();
  const { rows: lists } = await pool.query(`SELECT id FROM hot_list WHERE name = 'pushed'`);
  const { rows: persons } = await ownerPool.query('SELECT id FROM person LIMIT 1');
  const node = await startTestNode(databases.gatewayUrl, pool);
  const worker = await scene.startWorker();
  await addPush(pool, lists[0].id, agencyId);
  const began = await scene.until(async () => partner.received.length >= 3);
  const order = { agency: { id: agencyId, ori: PARTNER }, reason: 'test', personId: persons[0].id };
  const { index } = await revokeAgency({ pool, inFlight: node.inFlight }, order);
  const returned = performance.now();
  await pause(AFTERWARDS);
  const after = partner.begun.filter((at) => at > returned).length;
  const { rows } = await pool.query(
    `SELECT count(*) AS found FROM audit_detail WHERE index > $1 AND kind IN ('hot_list_sync', 'hit_notice') AND effect = 'permit'`,
    [index],
  );
  const batches = partner.received.length;
  await scene.kill(worker);
  await node.close();
  const faults = [
    ...(began ? [] : ['nothing was pushed before the revoke']),
    ...(after === 0 ? [] : [`${after} deliveries began after the revoke had returned`]),
    ...(rows[0].found === 0 ? [] : [`${rows[0].found} batches were committed after the mark`]),
    ...(batches < 25 ? [] : ['the revoke came too late to show anything']),
  ];
  return { faults, facts: { batchesBefore: batches, deliveriesAfter: after, committedAfter: rows[0].found } };
};

const PLAYS: Readonly<Record<string, Play>> = { killed, flushed, restarted, truncated, twoWorkers, revoked };

/** Plays every fault; `report` gets a line for each. Resolves to the number of violations. */
export async function run({ report }: { readonly report: (line: FaultReport) => void }): Promise<number> {
  const scene = await openScene();
  let violations = 0;
  try {
    for (const [kind, play] of Object.entries(PLAYS)) {
      const began = performance.now();
      const { faults, facts } = await play(scene);
      violations += faults.length;
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      report({ kind: `hot-lists ${kind}`, violations: faults.length, faults, ...facts, seconds });
    }
  } finally {
    await scene.close();
  }
  return violations;
}
