/**
 * The log: entries appended a second by the code that commits use, on a PostgreSQL that is durable; a log of a million
 * entries verified and mirrored over the loopback by the programs of outsiders; proofs at several sizes. Each beside
 * the same bytes inserted, hashed or copied without a question. `--entries` names another size of the log.
 */
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { ensureAuditDays, findNewestHead } from '../../../gateway/audit/log-store.ts';
import type { AuditEvent } from '../../../gateway/audit/seal-events.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { logRoutes } from '../../../gateway/node/routes/log-routes.ts';
import { publishedAtOnce } from '../../gateway/audit/published-at-once.ts';
import { createSharingFixture, PARTNER, type SharingFixture } from '../../setup/database/sharing-fixture.ts';
import { stopRun } from '../../setup/stop-run.ts';
import { copyFiles, hashFiles, tilesIn } from './audit/bare-peers.ts';
import { approval, type Logging, queries } from './audit/log-events.ts';
import { measureAppends } from './audit/measure-appends.ts';
import { measureProofs } from './audit/measure-proofs.ts';
import { runMeasured } from './audit/run-measured.ts';
import type { BenchOptions } from './support/bench.ts';
import { round } from './support/round.ts';

const ENTRIES = 1_000_000;
const BATCHES = [32, 256, 1_000];
/** Of the log that the proofs are of, beside its last one. */
const PROOF_SIZES = [1_000, 100_000];
const FILL_TOGETHER = 1_000;
const GOALS = { perSecond: 10_000, verify: 60, memory: 300, mirror: 120 };

export async function run({ report, entries = ENTRIES, seconds = 5 }: BenchOptions): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'alpr-bench-audit-'));
  // As root, PostgreSQL's own user has to pass through it.
  await chmod(directory, 0o711);
  process.env.TEST_RUN_DIR = directory;
  try {
    const fixture = await createSharingFixture();
    const { agencyId, grantId, pool } = fixture;
    await ensureAuditDays(fixture.ownerPool);
    const logging = { agencyId, grantId, ori: PARTNER };
    await append(fixture, [approval(logging)]);
    const proofs = async () => reportProofs(await measureProofs(pool), report);
    for (const size of PROOF_SIZES.filter((one) => one < entries)) {
      await fill(fixture, logging, size);
      await proofs();
    }
    let holds = false;
    for (const batch of BATCHES) {
      const { barePerSecond, perSecond } = await measureAppends(fixture, logging, batch, seconds);
      holds ||= perSecond >= GOALS.perSecond;
      report({
        series: 'entries appended a second',
        batch,
        'per second': round(perSecond),
        'plain INSERT': round(barePerSecond),
        ratio: round(perSecond / barePerSecond),
      });
    }
    await fill(fixture, logging, entries);
    await proofs();
    holds = (await measureOutsiders(fixture, directory, report)) && holds;
    report({ series: 'all', entries, holds });
    await fixture.close();
  } finally {
    await stopRun(directory);
  }
}

const append = ({ pool }: SharingFixture, events: readonly AuditEvent[]) =>
  inTransaction(pool, (trx) => appendEvents(trx, events));

/** Up to this size, with details that say nothing: what outsiders read is the same. */
async function fill(fixture: SharingFixture, logging: Logging, size: number): Promise<void> {
  let reached = (await findNewestHead(fixture.pool))?.size ?? 0;
  for (let count = 0; reached < size; reached += count) {
    count = Math.min(FILL_TOGETHER, size - reached);
    await append(fixture, queries(logging, count, false));
  }
}

function reportProofs(
  { bytes, check, first, newNode, p50, p99, size }: Awaited<ReturnType<typeof measureProofs>>,
  report: BenchOptions['report'],
): void {
  report({
    series: 'proof of one entry',
    entries: size,
    bytes,
    'first ever, ms': round(first),
    'first of a new node, ms': round(newNode),
    'p50, ms': round(p50),
    'p99, ms': round(p99),
    'check, ms': round(check),
  });
}

/** @returns whether the goals are met */
async function measureOutsiders(
  { deps, pool }: SharingFixture,
  directory: string,
  report: BenchOptions['report'],
): Promise<boolean> {
  const { signer } = deps;
  const server = createServer(express().use(logRoutes({ pool, published: publishedAtOnce(pool), signer })));
  const url = await listening(server);
  const [mirror, copy] = [join(directory, 'mirror'), join(directory, 'copy')];
  const key = ['--key', signer.vkey];
  try {
    const overHttp = await runMeasured('main', [url, ...key]);
    const mirrored = await runMeasured('mirror-main', [url, mirror, ...key]);
    const again = await runMeasured('mirror-main', [url, mirror, ...key]);
    const ofMirror = await runMeasured('main', [mirror, ...key]);
    const paths = await tilesIn(mirror);
    const hashed = await hashFiles(mirror, paths);
    const copied = await copyFiles(url, copy, paths);
    const { size } = mirrored.report;
    const row = (series: string, { memory, seconds }: typeof mirrored, peer: string, bare: number) =>
      report({
        series,
        entries: Number(size),
        seconds: round(seconds),
        'memory, MB': round(memory),
        [peer]: round(bare),
        ratio: round(seconds / bare),
      });
    row('verified over HTTP', overHttp, 'SHA-256 of the files, s', hashed);
    row('verified in a directory', ofMirror, 'SHA-256 of the files, s', hashed);
    row('mirrored', mirrored, 'copied without a check, s', copied);
    row('mirrored again, nothing new', again, 'SHA-256 of the files, s', hashed);
    return (
      Math.max(overHttp.seconds, ofMirror.seconds) <= GOALS.verify &&
      Math.max(overHttp.memory, ofMirror.memory) <= GOALS.memory &&
      mirrored.seconds <= GOALS.mirror
    );
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(copy, { recursive: true, force: true });
  }
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/log`;
}
