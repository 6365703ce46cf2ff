/**
 * Faults of hot-list sync, each on real processes: a worker killed while it applies a list, Redis flushed, PostgreSQL
 * restarted, a source cut short, two workers on one list, a revoke in the middle of an outbound sync.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { connectionSettings } from '../../../../gateway/database/db.ts';
import { addPush } from '../../../../gateway/hot-lists/delivery/endpoints-store.ts';
import { importList } from '../../../../gateway/hot-lists/import/import-list.ts';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { chunked } from '../../../gateway/hot-lists/lists/sample-lists.ts';
import { PARTNER } from '../../../setup/database/sharing-fixture.ts';
import { startTestNode } from '../../../setup/start-test-node.ts';
import { type Serve, startFetching, untilApplying, versionText } from './fetch-faults.ts';
import { openTestbed, type Testbed } from './testbed.ts';

export interface FaultReport {
  readonly kind: string;
  readonly violations: number;
  readonly examples: readonly string[];
  readonly [fact: string]: unknown;
}

/** Ms in which a job that had not heard of the revoke would be tried again: as long as an attempt is waited for. */
const AFTERWARDS = 6_000;

/** Brings one fault about; resolves to what went wrong under it, and to figures. */
type Fault = (testbed: Testbed) => Promise<{ violations: string[]; facts: Record<string, unknown> }>;

const WHOLE: Serve = (response, text) => void response.end(text);

const killed: Fault = async (testbed) => {
  const list = await startFetching(testbed, 'killed', WHOLE);
  const kills = 4;
  const violations: string[] = [];
  for (let version = 1; version <= kills; version += 1) {
    const worker = await testbed.startWorker();
    await list.order(version);
    if (!(await untilApplying(testbed))) violations.push(`version ${version} was not seen to be applied`);
    await testbed.kill(worker);
    const next = await testbed.startWorker();
    if (!(await testbed.until(() => list.is(version))))
      violations.push(`version ${version} never took effect`);
    await testbed.kill(next);
  }
  return { violations: [...violations, ...(await list.violations(kills))], facts: { kills } };
};

const flushed: Fault = async (testbed) => {
  const worker = await testbed.startWorker();
  const list = await startFetching(testbed, 'flushed', WHOLE);
  const violations: string[] = [];
  let flushes = 0;
  for (let version = 1; version <= 4; version += 1) {
    await list.order(version);
    const done = testbed.until(() => list.is(version));
    for (let i = 0; i < 5; i += 1, flushes += 1) {
      await pause(30);
      await testbed.redis.flush();
    }
    if (!(await done)) violations.push(`version ${version} never took effect`);
  }
  await testbed.kill(worker);
  return { violations: [...violations, ...(await list.violations(4))], facts: { flushes } };
};

const restarted: Fault = async (testbed) => {
  const worker = await testbed.startWorker();
  const list = await startFetching(testbed, 'restarted', WHOLE);
  const violations: string[] = [];
  for (let version = 1; version <= 2; version += 1) {
    await list.order(version);
    if (!(await untilApplying(testbed))) violations.push(`version ${version} was not seen to be applied`);
    await testbed.restartPostgres();
    if (!(await testbed.until(() => list.is(version), 60_000)))
      violations.push(`version ${version} never took effect`);
  }
  await testbed.kill(worker);
  return { violations: [...violations, ...(await list.violations(2))], facts: { restarts: 2 } };
};

const truncated: Fault = async (testbed) => {
  const worker = await testbed.startWorker();
  let cuts = 0;
  const list = await startFetching(testbed, 'truncated', (response, text) => {
    if (cuts >= 3) return void response.end(text);
    cuts += 1;
    response.write(text.slice(0, Math.floor((text.length * cuts) / 4)), () => response.destroy());
  });
  await list.order(1);
  const whole = await testbed.until(() => list.is(1), 60_000);
  await testbed.kill(worker);
  return {
    violations: [...(whole ? [] : ['the list never became whole']), ...(await list.violations(1))],
    facts: { cuts },
  };
};

const twoWorkers: Fault = async (testbed) => {
  const workers = await Promise.all([testbed.startWorker(), testbed.startWorker()]);
  const list = await startFetching(testbed, 'two', WHOLE);
  const violations: string[] = [];
  for (let version = 1; version <= 5; version += 1) {
    await list.order(version);
    if (!(await testbed.until(() => list.is(version))))
      violations.push(`version ${version} never took effect`);
  }
  for (const worker of workers) await testbed.kill(worker);
  return { violations: [...violations, ...(await list.violations(5))], facts: { versions: 5 } };
};

/** Last, since no grant is left after it. */
const revoked: Fault = async (testbed) => {
  const { pool, ownerPool, partner, agencyId, databases } = testbed;
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
  const worker = await testbed.startWorker();
  await addPush(ownerPool, lists[0].id, agencyId);
  const began = await testbed.until(async () => partner.received.length >= 3);
  const order = { agency: { id: agencyId, ori: PARTNER }, reason: 'test', personId: persons[0].id };
  const { index } = await revokeAgency({ pool, inFlight: node.inFlight }, order);
  const returned = performance.now();
  await pause(AFTERWARDS);
  const after = partner.begun.filter((at) => at > returned).length;
  const { rows } = await pool.query(
    `SELECT count(*) AS found FROM audit_detail WHERE index > $1 AND kind IN ('hot_list_sync', 'hit_notice')
       AND asker_detail::json ->> 'effect' = 'permit'`,
    [index],
  );
  const batches = partner.received.length;
  await testbed.kill(worker);
  await node.close();
  const violations = [
    ...(began ? [] : ['nothing was pushed before the revoke']),
    ...(after === 0 ? [] : [`${after} deliveries began after the revoke had returned`]),
    ...(rows[0].found === 0 ? [] : [`${rows[0].found} batches were committed after the mark`]),
    ...(batches < 25 ? [] : ['the revoke came too late to show anything']),
  ];
  return {
    violations,
    facts: { batchesBefore: batches, deliveriesAfter: after, committedAfter: rows[0].found },
  };
};

const FAULTS: Readonly<Record<string, Fault>> = {
  killed,
  flushed,
  restarted,
  truncated,
  twoWorkers,
  revoked,
};

/** Every fault in turn; `report` gets a line for each. Resolves to the number of violations. */
export async function breakHotLists(report: (line: FaultReport) => void): Promise<number> {
  const testbed = await openTestbed();
  let count = 0;
  try {
    for (const [kind, fault] of Object.entries(FAULTS)) {
      const began = performance.now();
      const { violations, facts } = await fault(testbed);
      count += violations.length;
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      report({
        kind: `hot-lists ${kind}`,
        violations: violations.length,
        examples: violations,
        ...facts,
        seconds,
      });
    }
  } finally {
    await testbed.close();
  }
  return count;
}
