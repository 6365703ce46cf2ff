/**
 * Followers of the log, two at a time, are killed in the middle of a batch while the log grows; what they leave is
 * compared, byte by byte, with what is built again.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { PROJECTIONS } from '../../../../gateway/projections/projections.ts';
import { findStanding, findStandings } from '../../../../gateway/projections/projections-store.ts';
import type { Ori } from '../../../../sharing-rules/terms/agency.ts';
import {
  createSharingFixture,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { programArguments } from '../../../setup/program-arguments.ts';
import startRun from '../../../setup/start-run.ts';
import stopThisRun from '../../../setup/stop-run.ts';
import { eventOf } from '../../bench/officers/fill-log.ts';
import type { FaultReport } from '../hot-lists/break-hot-lists.ts';

/** Entries that wait for the follower at least: it is always at work. */
const AHEAD = 4_000;
const TOGETHER = 250;
/** Ms in which a follower must be seen at work. */
const PATIENCE = 20_000;

/** @returns how many were killed while a transaction of theirs was open, and what went wrong */
export async function killFollowers(fixture: SharingFixture, kills: number): Promise<FaultReport> {
  const { ownerPool, pool } = fixture;
  const began = performance.now();
  const violations: string[] = [];
  const filling = fillOnAndOn(fixture);
  const names = ['follower-1', 'follower-2'] as const;
  const followers = new Map(names.map((name) => [name, startFollower(fixture, name)]));
  let most = 0;
  let inBatch = 0;
  let reached = 0;
  try {
    for (let kill = 0; kill < kills; kill += 1) {
      // Whoever is killed in each first batch gets nowhere, and leaves nothing.
      if (kill % 3 === 0) reached = await untilBeyond(pool, reached);
      const name = await untilInBatch(ownerPool);
      most = Math.max(most, await countWorkers(ownerPool));
      if (name === null) violations.push(`kill ${kill + 1}: nobody was seen at work`);
      else inBatch += 1;
      const killed = name ?? (names[kill % 2] as (typeof names)[number]);
      const child = followers.get(killed) as ChildProcess;
      if (child.exitCode !== null) violations.push(`kill ${kill + 1}: ${killed} had ended`);
      else {
        child.kill('SIGKILL');
        await once(child, 'exit');
      }
      followers.set(killed, startFollower(fixture, killed));
    }
  } finally {
    for (const child of followers.values()) child.kill('SIGKILL');
    await filling.stop();
  }
  if (most > 1) violations.push(`${most} added to the search at once`);
  for (const { goOn, name } of PROJECTIONS) {
    const isBehind = async () => {
      const { head, size } = await findStanding(pool, name);
      return size < head;
    };
    // A killed follower's session may hold the lock a moment longer.
    while (await isBehind()) if (!(await goOn(pool))) await pause(10);
  }
  const left = await hashes(ownerPool);
  for (const { compare, name } of PROJECTIONS) {
    const { differences } = await compare(pool, () => undefined);
    if (differences.length > 0) violations.push(`${name}: ${JSON.stringify(differences.slice(0, 3))}`);
  }
  for (const { name, rebuild } of PROJECTIONS) {
    await rebuild(pool, () => undefined).catch((error) => violations.push(`${name}: ${error}`));
  }
  const again = await hashes(ownerPool);
  for (const [table, hash] of Object.entries(left)) {
    if (again[table] !== hash) violations.push(`${table} is another one after it was built again`);
  }
  const [{ head } = { head: 0 }] = await findStandings(pool);
  const facts = { kills, inBatch, entries: head, seconds: Math.round((performance.now() - began) / 1_000) };
  return { kind: 'projections killed', violations: violations.length, examples: violations, ...facts };
}

/** As a program: on a server of its own. */
export async function breakProjections(report: (line: FaultReport) => void, kills = 100): Promise<number> {
  await startRun();
  const fixture = await createSharingFixture();
  try {
    const line = await killFollowers(fixture, kills);
    report(line);
    return line.violations;
  } finally {
    await fixture.close();
    await stopThisRun();
  }
}

function startFollower({ databases }: SharingFixture, name: string): ChildProcess {
  const env = { ...process.env, DATABASE_URL: databases.gatewayUrl, NAME: name };
  const words = programArguments('test/programs/faults/projections/follower.ts');
  // A killed session's server process may report to it a moment longer: only the program's own words matter.
  return spawn(process.execPath, words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Keeps the log ahead of both projections. */
function fillOnAndOn({ agencyId, grantId, ownerPool, pool }: SharingFixture): { stop(): Promise<void> } {
  let stopped = false;
  let number = 0;
  const agency = { id: agencyId, ori: PARTNER as Ori };
  const granted = { kind: 'grant_approved', agency, grant: grantId, effect: null, mark: false } as const;
  const fill = async () => {
    const { rows } = await ownerPool.query(
      `SELECT max(c.size) - min(p.size) AS ahead FROM log_checkpoint c, projection p WHERE p.name = 'search'`,
    );
    if ((rows[0].ahead ?? 0) > AHEAD) return pause(5);
    const events = Array.from({ length: TOGETHER }, (_, i) => eventOf(number + i, [agency], OFFICERS));
    number += TOGETHER;
    await inTransaction(pool, (trx) =>
      appendEvents(trx, [...events, { ...granted, asker: {}, owner: { by: 'nobody' } }]),
    );
  };
  const filling = (async () => {
    while (!stopped) await fill();
  })();
  return {
    stop: async () => {
      stopped = true;
      await filling;
    },
  };
}

const OFFICERS = ['5f8f6c50-0000-4000-8000-000000000001', '5f8f6c50-0000-4000-8000-000000000002'];

/** Resolves to one whose transaction is open at this moment, after a random while; null if none is seen. */
async function untilInBatch(owner: pg.Pool): Promise<'follower-1' | 'follower-2' | null> {
  await pause(Math.random() * 100);
  const until = performance.now() + PATIENCE;
  while (performance.now() < until) {
    const { rows } = await owner.query(
      `SELECT application_name AS name FROM pg_stat_activity
       WHERE application_name LIKE 'follower-_' AND backend_xid IS NOT NULL ORDER BY random() LIMIT 1`,
    );
    if (rows[0] !== undefined) return rows[0].name;
    await pause(1);
  }
  return null;
}

/** Resolves to how far the search is, once it is further than before. */
async function untilBeyond(pool: pg.Pool, before: number): Promise<number> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const { size } = await findStanding(pool, 'search');
    if (size > before || performance.now() > until) return size;
    await pause(5);
  }
}

/** Resolves to how many sessions are adding rows to the search. */
async function countWorkers(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query(
    `SELECT count(DISTINCT pid)::integer AS workers FROM pg_locks
     WHERE relation = 'audit_search'::regclass AND mode = 'RowExclusiveLock' AND granted`,
  );
  return rows[0].workers;
}

/** Resolves to a hash of each table, of every column as the database writes it. */
async function hashes(owner: pg.Pool): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const table of PROJECTIONS.flatMap(({ tables }) => tables)) {
    const { rows } = await owner.query(
      `SELECT encode(sha256(convert_to(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE "C"), ''), 'UTF8')), 'hex')
       || ' ' || count(*) AS hash FROM ${table} t`,
    );
    found[table] = rows[0].hash;
  }
  return found;
}
