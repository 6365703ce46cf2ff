/** A quota that is used up, or nearly, does not tell whether a plate was seen. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectionSettings } from '../../../gateway/database/db.ts';
import { envelop, releaseText, sealRelease } from '../../../gateway/query/seal-release.ts';
import { SpentQuotas } from '../../../gateway/query/spent-quotas.ts';
import { parseRead } from '../../../gateway/reads/parse-read.ts';
import { connectReads, findReads } from '../../../gateway/reads/reads-store.ts';
import { writeReads } from '../../../gateway/reads/write-reads.ts';
import type { Outcome } from '../../../gateway/release/commit/commit-releases.ts';
import {
  createSharingFixture,
  PARTNER,
  pendingQuery,
  type SharingFixture,
} from '../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../setup/patient-queue.ts';
import { type ServedQueries, serveQueries } from './serve-queries.ts';

const CAPS = {
  officerRecordsPerDay: 4,
  agencyRecordsPerDay: 9,
  officerQueriesPerDay: 40,
  patternQueriesPerDay: 5,
};
const TRIES = 30;
const SEEN = 'SEEN01';

let fixture: SharingFixture;
let queue: PatientQueue;
let readsPool: pg.Pool;
let served: ServedQueries;
let lookedUp = 0;

async function takeReads(url: string): Promise<void> {
  const client = new pg.Client(connectionSettings(url, { applicationName: 'test' }));
  await client.connect();
  const now = Date.now();
  const reads = [1, 2, 3].map((minutes) => {
    const read = { plate: SEEN, plateState: 'CO', cameraId: 'cam-1', cameraName: 'Dahlia St' };
    const parsed = parseRead(
      { ...read, capturedAt: new Date(now - minutes * 60_000).toISOString() },
      { now, retentionDays: 30 },
    );
    if ('fault' in parsed) throw new Error(parsed.fault);
    return parsed;
  });
  await writeReads(client, reads);
  await client.end();
}

beforeAll(async () => {
  fixture = await createSharingFixture(CAPS);
  const { databases, deps } = fixture;
  await fixture.ownerPool.query('UPDATE agency SET roster = 100');
  await takeReads(databases.readsOwnerUrl);
  queue = openQueue({ url: databases.gatewayUrl, connections: 1 }, deps);
  readsPool = connectReads(databases.readsUrl);
  const envelopeKeys = { current: () => Promise.reject(new Error('no envelope')) } as never;
  const sealing = {
    ...{ cursorKey: Buffer.alloc(32), rulesRevision: 'test', now: Date.now, envelopeKeys },
    findEncryptionKey: async () => null,
  };
  served = await serveQueries(fixture, queue, {
    reads: {
      asksOutside: false,
      check: async () => undefined,
      find: async (query) => {
        lookedUp += 1;
        const [found] = await findReads(readsPool, [query]);
        if (found === undefined) throw new Error('no answer');
        return found;
      },
    },
    seal: (release, thumbprint, request) => sealRelease(release, thumbprint, request, sealing),
    textOf: (release, thumbprint) => releaseText(release, thumbprint, sealing),
    envelop: (text, id, request) => envelop(text, id, request, sealing),
  });
});
afterAll(async () => {
  served.close();
  await queue.close();
  await readsPool.end();
  await fixture.close();
});
beforeEach(async () => {
  await fixture.ownerPool.query(
    'DELETE FROM officer_usage; DELETE FROM agency_usage; DELETE FROM query_count',
  );
});

interface Answer {
  readonly status: number;
  readonly reasons: readonly string[];
  readonly plates: readonly string[];
  readonly next: { readonly cursor: string; readonly of: string } | null;
}

async function call(path: string, body: object): Promise<Answer> {
  const response = await served.post(path, body);
  // biome-ignore lint/suspicious/noExplicitAny: a release, a held query or a problem
  const told = (await response.json()) as any;
  return {
    status: response.status,
    reasons: (told.reasons ?? []).map(({ code, detail }: Record<string, string>) => `${code} ${detail}`),
    plates: (told.reads ?? []).map(({ plate }: { plate: string }) => plate),
    next: told.next ? { cursor: told.next, of: told.releaseId } : null,
  };
}

const now = () => Date.now();
const ask = (officer: string, plate: string) => askFor(officer, { plate: { number: plate } });

const askFor = (officer: string, target: object, hours = 24) =>
  call('/v1/queries', {
    purpose: {
      code: 'stolen_vehicle',
      caseNumber: 'CR-2026-0142',
      justification: 'sedan stolen from a driveway overnight, seen on Dahlia Street',
    },
    onBehalfOf: { id: officer, name: 'Officer Sample', ori: PARTNER },
    ...target,
    from: new Date(now() - hours * 3_600_000).toISOString(),
    to: new Date(now()).toISOString(),
  });

const unseen = (i: number) => `${'QWXZVKJHGF'[i % 10]}${'ABCDEFGHJK'[Math.floor(i / 3) % 10]}${100 + i}`;

/** By turns for the plate that was seen, and for one that was not. */
async function askByTurns(officer: string): Promise<Set<string>> {
  const answers = new Set<string>();
  for (let i = 0; i < TRIES; i += 1) {
    answers.add(JSON.stringify(await ask(officer, i % 2 === 0 ? SEEN : unseen(i))));
  }
  return answers;
}

const refused = (detail: string) =>
  new Set([JSON.stringify({ status: 403, reasons: [`quota_exceeded ${detail}`], plates: [], next: null })]);

describe('an officer whose day is nearly used up', () => {
  test('gets what is left, and no answer after it tells a plate that was seen from one that was not', async () => {
    expect((await ask('o-1', SEEN)).plates).toHaveLength(3);
    const last = await ask('o-1', SEEN);
    expect([last.status, last.plates, last.next !== null]).toEqual([200, [SEEN], true]);
    const before = lookedUp;
    expect(await askByTurns('o-1')).toEqual(refused('officer'));
    expect(lookedUp).toBe(before);
    const { rows } = await fixture.pool.query('SELECT sum(records)::int AS records FROM officer_usage');
    expect(rows).toEqual([{ records: 4 }]);
  });

  test('finds the rest as the next page once there is room again', async () => {
    await ask('o-2', SEEN);
    const { next } = await ask('o-2', SEEN);
    const page = () => call(`/v1/queries/${next?.of}/next`, { cursor: next?.cursor });
    expect(await page()).toMatchObject({ status: 403, plates: [] });
    await fixture.ownerPool.query('DELETE FROM officer_usage');
    expect(await page()).toMatchObject({ status: 200, plates: [SEEN, SEEN], next: null });
  });
});

describe('an agency whose day is used up', () => {
  test('is told nothing by a refusal, no matter who asks', async () => {
    for (const officer of ['o-3', 'o-4', 'o-5']) expect((await ask(officer, SEEN)).plates).toHaveLength(3);
    const before = lookedUp;
    expect(await askByTurns('o-6')).toEqual(refused('agency'));
    expect(lookedUp).toBe(before);
  });
});

test('an area is neither looked at nor held for a reviewer where the day is used up', async () => {
  for (let i = 0; i < 2; i += 1) await ask('o-8', SEEN);
  const answers = ['cam-1', 'cam-2'].map((camera) => askFor('o-8', { area: { cameras: [camera] } }, 1));
  for (const { status, reasons } of await Promise.all(answers)) {
    expect([status, reasons[0]]).toEqual([403, 'quota_exceeded officer']);
  }
});

describe('an officer whose queries for plates that begin alike are used up', () => {
  test('is told nothing by a refusal, and nothing is looked up', async () => {
    for (let i = 0; i < 5; i += 1) expect((await ask('o-7', `SEEN9${i}`)).status).toBe(200);
    const before = lookedUp;
    const answers = new Set<string>();
    for (let i = 0; i < TRIES; i += 1) {
      answers.add(JSON.stringify(await ask('o-7', i % 2 === 0 ? SEEN : `SEEN8${i % 10}`)));
    }
    expect(answers).toEqual(refused('plate_pattern'));
    expect(lookedUp).toBe(before);
  });
});

test('that as many queries wait for a reviewer as may is no quota of the day: nothing is kept of it', () => {
  const spent = new SpentQuotas();
  const asked = pendingQuery(fixture.agencyId);
  const refusal = (detail: string) =>
    ({ kind: 'denied', decision: { reasons: [{ code: 'quota_exceeded', detail }] } }) as unknown as Outcome;
  spent.learn(asked, refusal('held_queries'), now());
  expect(spent.knows(asked, now())).toBe(false);
  spent.learn(asked, refusal('officer'), now());
  expect(spent.knows(asked, now())).toBe(true);
  expect(spent.knows(asked, now() + 86_400_000)).toBe(false);
});
