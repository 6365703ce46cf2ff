/** A gateway's hot-list side on real databases: a partner with a grant for hits and lists, an index, a server. */
import { MemoryStore } from 'express-rate-limit';
import pg from 'pg';
import { receiptFinder } from '../../../../gateway/audit/find-receipt.ts';
import { FollowedLog } from '../../../../gateway/audit/follow/followed-log.ts';
import { connectionSettings } from '../../../../gateway/database/db.ts';
import { answersInTurn, HIT_ROUTES } from '../../../../gateway/hot-lists/hits/hit-routes.ts';
import { type Matched, matchReads } from '../../../../gateway/hot-lists/hits/match-reads.ts';
import { STANDING_QUERY_ROUTES } from '../../../../gateway/hot-lists/hits/standing-query-routes.ts';
import { STANDING_TODAY_ROUTES } from '../../../../gateway/hot-lists/hits/standing-today-routes.ts';
import { WRONG_HIT_ROUTES } from '../../../../gateway/hot-lists/hits/wrong-hit-routes.ts';
import { importList } from '../../../../gateway/hot-lists/import/import-list.ts';
import { HOT_LIST_ROUTES } from '../../../../gateway/hot-lists/lists/list-routes.ts';
import { limitRate } from '../../../../gateway/http/limits/limit-rate.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import { reportMisuse } from '../../../../gateway/oversight/misuse/report-misuse.ts';
import { connectReads } from '../../../../gateway/reads/reads-store.ts';
import { revokeAgency } from '../../../../gateway/registry/grants/revoke-agency.ts';
import { previewer } from '../../../../gateway/release/commit/preview.ts';
import { InFlight } from '../../../../gateway/release/lease/in-flight.ts';
import { DAY } from '../../../../sharing-rules/terms/retention.ts';
import {
  createSharingFixture,
  type FixtureLimits,
  PARTNER,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { standingLease } from '../../../setup/database/standing-lease.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import { type Answer, type Ask, askAs, callAs } from './ask-as.ts';
import { chunked } from './sample-lists.ts';
import { type Administrators, countedSignIn, registerPartner } from './sign-in-as.ts';
import { readsTaker } from './take-reads.ts';

export const log = { warn: () => undefined, error: () => undefined };

/** As a client does: on a busy machine a commit may be given up, and is asked for again. */
const PATIENCE = 5;

export interface Exchange extends SharingFixture {
  readonly url: string;
  readonly inFlight: InFlight;
  readonly commits: PatientQueue;
  /** How many were committed together, each time. */
  readonly batches: readonly number[];
  readonly readsPool: pg.Pool;
  /** The administrator `admin`; the second of `administrators` is `admin-2`. */
  readonly personId: string;
  readonly administrators: Administrators;
  call(...asked: Parameters<Ask<'partner' | 'alice' | 'bob' | 'reviewer' | 'admin'>>): Promise<Answer>;
  /** Imports CSV rows `plate,type` as the list. */
  list(name: string, rows: readonly string[], purpose?: string): Promise<string>;
  /** Takes reads of these plates into the store, of now and of a fixed camera. */
  take(...plates: string[]): Promise<void>;
  /** Takes a read of a drone that was captured so many days ago. */
  takeFromDrone(plate: string, daysAgo: number): Promise<void>;
  /** Takes a read of which the camera could not tell the state. */
  takeWithoutState(plate: string): Promise<void>;
  /** Takes reads as `take`, and matches what is new. */
  see(...plates: string[]): Promise<Matched>;
  revoke(): Promise<unknown>;
  entries(): Promise<{ kind: string; effect: string | null; agency: string | null; grant: string | null }[]>;
}

interface ExchangeOptions {
  readonly perMinute?: number;
  readonly limits?: FixtureLimits;
}

export async function startExchange({
  perMinute = 100_000,
  limits = {},
}: ExchangeOptions = {}): Promise<Exchange> {
  const fixture = await createSharingFixture(limits);
  const { pool, ownerPool, agencyId, databases, deps } = fixture;
  await ownerPool.query(`UPDATE sharing_grant SET data_classes = '{reads,hits,hot_lists}'`);
  const administrators = await findAdministrators(ownerPool);
  const [personId] = administrators;
  await registerPartner(ownerPool, agencyId, administrators);
  const batches: number[] = [];
  const queue = { url: databases.gatewayUrl, connections: 2, onBatch: (size: number) => batches.push(size) };
  const commits = openQueue(queue, deps);
  const inFlight = new InFlight(standingLease());
  const readsPool = connectReads(databases.readsUrl);
  const served = await serveExchange({ fixture, commits, inFlight, readsPool, administrators, perMinute });
  const write = readsTaker(databases.readsOwnerUrl);
  const take = (...plates: string[]) =>
    write(plates.map((plate, i) => ({ plate, capturedAt: Date.now() - 1_000 - i, sourceType: 'fixed' })));
  const ask = askAs(served.url);
  return {
    ...fixture,
    ...{ url: served.url, inFlight, commits, batches, readsPool, personId, administrators, take },
    call: (...asked) => callAs(ask, asked, PATIENCE),
    list: (...given) => importRows(fixture, ...given),
    takeFromDrone: (plate, daysAgo) =>
      write([{ plate, capturedAt: Date.now() - daysAgo * DAY, sourceType: 'uas' }]),
    takeWithoutState: (plate) =>
      write([{ plate, capturedAt: Date.now() - 1_000, sourceType: 'fixed', plateState: null }]),
    see: async (...plates) => {
      await take(...plates);
      return matchReads({ pool, readsPool, retentionDays: 30, now: Date.now });
    },
    revoke: () =>
      revokeAgency({ pool, inFlight }, { agency: { id: agencyId, ori: PARTNER }, reason: 'test', personId }),
    entries: async () => {
      const { rows } = await pool.query('SELECT entry FROM log_entry ORDER BY index');
      return rows.map(({ entry }) => JSON.parse(entry));
    },
    close: async () => {
      served.close();
      await commits.close();
      await readsPool.end();
      await fixture.close();
    },
  };
}

async function findAdministrators(ownerPool: pg.Pool): Promise<Administrators> {
  const { rows } = await ownerPool.query(
    `SELECT id FROM person WHERE subject LIKE 'admin-_' ORDER BY subject`,
  );
  return [rows[0].id, rows[1].id];
}

interface ToServe extends Pick<Exchange, 'administrators' | 'commits' | 'inFlight' | 'readsPool'> {
  readonly fixture: SharingFixture;
  readonly perMinute: number;
}

function serveExchange({ fixture, commits, perMinute, ...parts }: ToServe) {
  const { agencyId, deps, pool } = fixture;
  const limit = limitRate(perMinute, new MemoryStore());
  const routes = {
    ...parts,
    ...{ pool, retentionDays: 30, rulesRevision: 'test', now: Date.now },
    commit: commits.commit,
    preview: previewer(pool, deps),
    findReceipt: receiptFinder(pool, deps.signer, new FollowedLog({ db: pool })),
    limitRate: limit,
    ...{ inTurn: answersInTurn(), reportMisuse },
    signIn: countedSignIn(limit, { pool, agencyId, administrators: parts.administrators }),
    secondFactor: 'off' as const,
  };
  return serveApp({
    log: { error: (fields, message) => process.stderr.write(`${message} ${JSON.stringify(fields)}\n`) },
    apiRoutes: [
      routerOf([...HOT_LIST_ROUTES, ...STANDING_QUERY_ROUTES, ...HIT_ROUTES, ...WRONG_HIT_ROUTES], routes),
      routerOf(STANDING_TODAY_ROUTES, routes),
    ],
  });
}

async function importRows(
  { databases, pool }: SharingFixture,
  listName: string,
  rows: readonly string[],
  purpose?: string,
): Promise<string> {
  const client = new pg.Client(connectionSettings(databases.gatewayUrl, { applicationName: 'test' }));
  await client.connect();
  const header = rows[0]?.split(',').length === 3 ? 'plate,type,expires' : 'plate,type';
  const source = chunked(`${header}\n${rows.join('\n')}\n`);
  const terms = purpose === undefined ? {} : { purpose };
  const order = { listName, layout: 'csv', source, rulesRevision: 'test', ...terms } as const;
  await importList(client, order).finally(() => client.end());
  const { rows: lists } = await pool.query('SELECT id FROM hot_list WHERE name = $1', [listName]);
  return lists[0].id;
}

/** A standing query that the rules permit. */
export function standingQuery(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
    },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: PARTNER },
    plate: { number: 'ZZT1234', state: 'CO' },
    expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
    ...changes,
  };
}
