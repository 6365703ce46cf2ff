/** An agency's system reads back what the log has of the agency: its own entries, once they are published. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { leafHash } from '../../../../gateway/audit/merkle.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import type { PartnersEntry } from '../../../../gateway/network/entries/entries-store.ts';
import { ENTRY_ROUTES } from '../../../../gateway/network/entries/entry-routes.ts';
import type { Subject } from '../../../../sharing-rules/terms/asker.ts';
import {
  createSharingFixture,
  partnerSystem,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';
import { type ServedQueries, serveQueries } from '../../query/serve-queries.ts';

let fixture: SharingFixture;
let queue: PatientQueue;
let queries: ServedQueries;
let network: Served;
let asker: Subject;
/** Entries that are published; null: all. */
let published: number | null = null;

beforeAll(async () => {
  fixture = await createSharingFixture();
  const { agencyId, databases, deps, pool } = fixture;
  asker = partnerSystem(agencyId);
  queue = openQueue({ url: databases.gatewayUrl, connections: 1 }, deps);
  queries = await serveQueries(fixture, queue, {});
  network = await serveApp({
    apiRoutes: [
      routerOf(ENTRY_ROUTES, {
        ...{ pool, entryDelay: 0, secondFactor: 'off' },
        signIn: async () => asker,
        published: { size: async () => published ?? 1_000_000 },
      }),
    ],
  });
});
afterAll(async () => {
  queries.close();
  network.close();
  await queue.close();
  await fixture.close();
});

async function ask(path: string, justification: string): Promise<void> {
  const now = Date.now();
  await queries.post(path, {
    purpose: { code: 'stolen_vehicle', caseNumber: 'CR-2026-0142', justification },
    plate: { number: 'ZZT1234' },
    onBehalfOf: { id: 'officer-1', name: 'Officer One', ori: 'CO0010000' },
    from: new Date(now - 86_400_000).toISOString(),
    to: new Date(now).toISOString(),
  });
}

async function entries(search = '') {
  const response = await fetch(`${network.url}/v1/network/entries${search}`);
  const body = (await response.json()) as {
    readonly entries: readonly PartnersEntry[];
    readonly next: number;
    readonly more: boolean;
    readonly detail: string;
  };
  return { status: response.status, body };
}

const kindsOf = (told: readonly PartnersEntry[]) => told.map(({ entry }) => JSON.parse(entry).kind);

describe('the entries that a partner reads back', () => {
  test('are its releases, refusals, held queries and dry runs, as the log has them', async () => {
    await ask('/v1/queries', 'sedan stolen from a driveway overnight, seen on Dahlia Street');
    await ask('/v1/queries', 'help ICE find the driver, truck stolen from Dahlia Street');
    await ask('/v1/decisions', 'sedan stolen from a driveway overnight, seen on Dahlia Street');
    const { body, status } = await entries();
    expect(status).toBe(200);
    expect(kindsOf(body.entries)).toEqual(['release', 'refusal', 'dry_run']);
    expect(body.more).toBe(false);
    for (const { asker: own, entry, index } of body.entries) {
      const { rows } = await fixture.pool.query('SELECT leaf_hash FROM log_entry WHERE index = $1', [index]);
      expect(leafHash(Buffer.from(entry))).toEqual(rows[0].leaf_hash);
      expect(JSON.parse(own?.detail ?? '').purpose.caseNumber).toBe('CR-2026-0142');
    }
  });

  test('hold nothing of the owner’s part, and no entry of anybody else', async () => {
    const { body } = await entries();
    expect(JSON.stringify(body)).not.toContain('ZZT1234');
    expect(kindsOf(body.entries)).not.toContain('subject_enrolled');
    asker = partnerSystem(fixture.agencyId + 1);
    expect((await entries()).body.entries).toEqual([]);
    asker = partnerSystem(fixture.agencyId);
  });

  test('go on from where the last answer ended', async () => {
    const { next } = (await entries()).body;
    expect((await entries(`?since=${next}`)).body).toMatchObject({ entries: [], next, more: false });
    await ask('/v1/decisions', 'truck taken from a lot on Rosemary Street this morning');
    const { entries: later } = (await entries(`?since=${next}`)).body;
    expect(kindsOf(later)).toEqual(['dry_run']);
  });

  test('are told once they are published, not before', async () => {
    const all = (await entries()).body.entries;
    published = all[1]?.index ?? 0;
    const { body } = await entries();
    published = null;
    expect(body.entries).toEqual(all.slice(0, 1));
    expect(body.next).toBe(all[1]?.index);
  });

  test('are for systems: a person is not shown what colleagues asked', async () => {
    asker = partnerSystem(fixture.agencyId, { kind: 'person', personId: randomUUID() });
    expect((await entries()).status).toBe(403);
    asker = partnerSystem(fixture.agencyId);
  });

  test.each(['?since=-1', '?since=1.5', '?since=', '?since=1&since=2', '?until=3'])(
    'with %s are refused, naming the parameter',
    async (search) => {
      const { body, status } = await entries(search);
      expect(status).toBe(422);
      expect(body.detail).toMatch(/`(since|until)`/);
    },
  );
});
