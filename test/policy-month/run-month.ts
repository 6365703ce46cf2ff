/** A month of queries, or several, through the real rules, the real commit and the real search for misuse, in simulated time. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { createCheckpointSigner, generateLogKey } from '../../gateway/audit/checkpoint-signer.ts';
import { createLog } from '../../gateway/audit/create-log.ts';
import { createPlateKeys } from '../../gateway/audit/plate-hmac.ts';
import { connectPool } from '../../gateway/database/db.ts';
import { createRandom } from '../../gateway/demo/history/random.ts';
import { simulateClock } from '../../gateway/demo/history/simulated-clock-store.ts';
import { findMisuse } from '../../gateway/oversight/misuse/find-misuse.ts';
import type { Outcome } from '../../gateway/release/commit/commit-releases.ts';
import { hashQuery } from '../../gateway/release/facts/hash-query.ts';
import { createHistoryCoder } from '../../gateway/release/facts/history-codes.ts';
import type { PendingReads } from '../../gateway/release/facts/pending-query.ts';
import { HeadWitness } from '../../gateway/release/lease/head-witness.ts';
import { limitsOf } from '../../gateway/settings/limits.ts';
import { screen } from '../../sharing-rules/narrative/screen.ts';
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import type { Query } from '../../sharing-rules/terms/query.ts';
import { openQueue, type PatientQueue } from '../setup/patient-queue.ts';
import { type Asked, DAY, HOUR, MONTH_BEGINS } from './asked.ts';
import { honestWork } from './honest-work.ts';
import { createMonthRegistry } from './month-registry.ts';
import { plantMisuse } from './planted-misuse.ts';
import type { PlantedCase } from './planter.ts';

export interface MonthSize {
  readonly agencies: number;
  readonly officers: number;
  /** Of each month, planted ones included. */
  readonly queries: number;
  /** When each month begins, ms since the epoch; default: the one month that the cases are written for. */
  readonly months?: readonly number[];
  /** How many queries the largest patterns have. */
  readonly volume?: number;
  /** How often each kind of misuse is planted. */
  readonly runs: number;
  /** Queries that come within so many hours wait together and share commits. */
  readonly slotHours: number;
  /** How often misuse is looked for, days. */
  readonly lookEvery: number;
  readonly seed: number;
}

export interface Answered {
  readonly asked: Asked;
  readonly outcome: Outcome;
  readonly index: number;
  /** The time of its entry, ms since the epoch. */
  readonly at: number;
}

export interface Month {
  readonly answered: readonly Answered[];
  readonly planted: readonly PlantedCase[];
  readonly reports: readonly { readonly kind: string; readonly entries: readonly number[] }[];
}

export async function runMonth(
  urls: { readonly gatewayUrl: string; readonly gatewayOwnerUrl: string },
  size: MonthSize,
): Promise<Month> {
  const { months = [MONTH_BEGINS], volume = 340 } = size;
  const [begins = MONTH_BEGINS] = months;
  const ends = (months.at(-1) ?? begins) + 31 * DAY;
  const clock = await simulateClock(urls, begins);
  const ownerPool = connectPool(urls.gatewayOwnerUrl, { applicationName: 'month-owner' });
  const pool = connectPool(clock.url, { applicationName: 'month' });
  const queue = openQueueAt(clock.url);
  try {
    for (const month of months) {
      await ownerPool.query('SELECT ensure_audit_days($1::date, 40)', [new Date(month).toISOString()]);
    }
    await createLog(pool, 'log.test/month');
    const { cast, ids } = await createMonthRegistry(ownerPool, { ...size, begins, ends });
    const random = createRandom(size.seed);
    const planted: PlantedCase[] = [];
    const all: Asked[] = [];
    for (const [month, from] of months.entries()) {
      const runs = Array.from({ length: size.runs }, (_, run) => month * size.runs + run);
      const cases = runs
        .flatMap((run) => plantMisuse(random, cast, run, volume))
        .map((one) => ({ ...one, asked: one.asked.map((asked) => moved(asked, from - MONTH_BEGINS)) }));
      const misuse = cases.flatMap(({ asked }) => asked);
      const honest = honestWork(random, cast.officers, Math.max(0, size.queries - misuse.length));
      planted.push(...cases);
      all.push(...misuse, ...honest.map((asked) => moved(asked, from - MONTH_BEGINS)));
    }
    const answered = await askAll(all, {
      ...{ begins, ends },
      slot: size.slotHours * HOUR,
      lookEvery: size.lookEvery * DAY,
      ids,
      queue,
      setClock: clock.set,
      pool,
    });
    const { rows } = await pool.query('SELECT kind, entries FROM misuse_report');
    return {
      answered,
      planted,
      reports: rows.map(({ kind, entries }) => ({ kind, entries: entries.map(Number) })),
    };
  } finally {
    await queue.close();
    await Promise.all([pool.end(), ownerPool.end(), clock.close()]);
  }
}

/** Moves a query, and what happened, to another month. */
function moved(asked: Asked, by: number): Asked {
  const { at, purpose } = asked;
  const { incident } = purpose;
  if (incident === undefined) return { ...asked, at: at + by };
  const { from, to } = incident.occurred;
  const until = to === undefined ? {} : { to: typeof to === 'number' ? to + by : to };
  const occurred = { from: from + by, ...until };
  return { ...asked, at: at + by, purpose: { ...purpose, incident: { ...incident, occurred } } };
}

function openQueueAt(url: string): PatientQueue {
  const limits = limitsOf({
    retentionDays: 30,
    agencyRecordsPerDay: 5_000,
    officerRecordsPerDay: 1_000,
    officerQueriesPerDay: 150,
    patternQueriesPerDay: 25,
    agencyHeldQueries: 200,
    attestationDays: 60,
    windowWithoutIncident: 'note',
    warrantAfterHours: null,
  });
  const plateKeys = createPlateKeys(randomBytes(32));
  return openQueue(
    { url, connections: 2 },
    {
      owner: 'CO0010300' as Ori,
      limits,
      rulesRevision: 'month',
      refusalsPerDay: 2_000,
      plateKeys,
      codeHistory: createHistoryCoder(plateKeys('history')),
      signer: createCheckpointSigner('log.test/month', generateLogKey()),
      witness: new HeadWitness(),
    },
  );
}

interface Desk {
  readonly begins: number;
  readonly ends: number;
  readonly slot: number;
  readonly lookEvery: number;
  readonly ids: ReadonlyMap<string, number>;
  readonly queue: PatientQueue;
  readonly setClock: (time: number) => Promise<void>;
  readonly pool: pg.Pool;
}

async function askAll(
  all: readonly Asked[],
  { begins, ends, slot: length, lookEvery, ids, queue, setClock, pool }: Desk,
): Promise<Answered[]> {
  const bySlot = new Map<number, Asked[]>();
  for (const one of [...all].sort((a, b) => a.at - b.at)) {
    const slot = Math.floor(one.at / length);
    bySlot.set(slot, [...(bySlot.get(slot) ?? []), one]);
  }
  const answered: Answered[] = [];
  let looked = begins;
  for (const [slot, together] of bySlot) {
    const now = (slot + 1) * length;
    if (now >= looked + lookEvery) {
      await look(pool, now, setClock);
      looked = now;
    }
    await setClock(now);
    const outcomes = await Promise.all(together.map((asked) => queue.commit(pendingOf(asked, ids, now))));
    together.forEach((asked, i) => {
      const outcome = outcomes[i] as Outcome;
      answered.push({ asked, outcome, index: indexOf(outcome), at: now });
    });
  }
  await look(pool, ends, setClock);
  return answered;
}

const MISUSE_KEY = randomBytes(32);

/** The chore, as a node does it day after day. */
async function look(pool: pg.Pool, now: number, setClock: (time: number) => Promise<void>) {
  await setClock(now);
  await findMisuse({ pool, key: MISUSE_KEY }, { now: new Date(now) });
}

function pendingOf(asked: Asked, ids: ReadonlyMap<string, number>, now: number): PendingReads {
  const { officer, officerOri, clientId, purpose, plate, area, hours, finds, dryRun = false } = asked;
  const query: Query = {
    purpose,
    onBehalfOf: { id: officer.id, name: `Officer ${officer.id}`, ori: officerOri ?? officer.agency },
    ...(plate === undefined ? {} : { plate }),
    ...(area === undefined ? {} : { area }),
    from: now - hours * HOUR,
    to: now,
    limit: 100,
  };
  return {
    of: 'reads',
    kind: dryRun ? 'dry_run' : 'query',
    subject: {
      kind: 'system',
      issuer: 'http://issuer.test',
      clientId: clientId ?? officer.agency,
      agencyId: ids.get(officer.agency) as number,
      ori: officer.agency as Ori,
      personId: null,
      roles: [],
      mfa: false,
      authenticatedAt: null,
      senderConstrained: true,
    },
    query,
    queryHash: hashQuery(query),
    findings: screen(purpose),
    proof: null,
    found: dryRun ? null : { text: '[]', count: finds, next: null },
    follows: null,
    pickUp: null,
    continues: null,
    traceparent: null,
  };
}

function indexOf(outcome: Outcome): number {
  if (outcome.kind === 'released') return outcome.release.appended.sealed.index;
  if (outcome.kind === 'held' || outcome.kind === 'denied' || outcome.kind === 'dry_run')
    return outcome.appended.sealed.index;
  throw new Error(`a query of the month ended as \`${outcome.kind}\``);
}
