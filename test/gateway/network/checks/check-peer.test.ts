/** Two gateways, each with its own database and log: one asks the other, and holds the other's log against its own. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendEvents } from '../../../../gateway/audit/append-events.ts';
import { appendOwnerEvent, ownerEvent } from '../../../../gateway/audit/owner-event.ts';
import { inTransaction } from '../../../../gateway/database/db-transaction.ts';
import { GatewayError } from '../../../../gateway/faults/errors.ts';
import { routerOf } from '../../../../gateway/http/routes/router-of.ts';
import {
  type CheckDeps,
  type CheckedPeer,
  checkPeer,
} from '../../../../gateway/network/checks/check-peer.ts';
import { type Checked, findChecked, findUnchecked } from '../../../../gateway/network/checks/checks-store.ts';
import { checkDue } from '../../../../gateway/network/checks/start-checks.ts';
import { ENTRY_ROUTES } from '../../../../gateway/network/entries/entry-routes.ts';
import { insertAgreement } from '../../../setup/database/insert-agreement.ts';
import {
  createSharingFixture,
  PARTNER,
  partnerSystem,
  type SharingFixture,
} from '../../../setup/database/sharing-fixture.ts';
import { serveApp } from '../../../setup/serve-app.ts';
import type { Served } from '../../../setup/serve-on-loopback.ts';

/** To each the other is the partner of the fixture. */
let ours: SharingFixture;
let theirs: SharingFixture;
let network: Served;
let deps: CheckDeps;
const alarms: string[] = [];

beforeAll(async () => {
  [ours, theirs] = [await createSharingFixture(), await createSharingFixture()];
  const logKey = theirs.deps.signer.vkey;
  await insertAgreement(ours.ownerPool, { ori: PARTNER, resource: 'https://theirs.test', logKey });
  network = await serveApp({
    apiRoutes: [
      routerOf(ENTRY_ROUTES, {
        ...{ pool: theirs.pool, entryDelay: 0, secondFactor: 'off', published: { size: async () => 1e9 } },
        signIn: async () => partnerSystem(theirs.agencyId),
      }),
    ],
  });
  deps = {
    pool: ours.pool,
    log: { error: (_fields, message) => void alarms.push(message) },
    connect: async () => ({
      request: async (method, path) => {
        const answer = await fetch(`${network.url}${path}`, { method });
        return { status: answer.status, headers: answer.headers, body: await answer.json() } as never;
      },
    }),
  };
});
afterAll(async () => {
  network.close();
  await Promise.all([ours.close(), theirs.close()]);
});

const agencyOf = ({ agencyId }: SharingFixture) => ({ id: agencyId, ori: PARTNER });

async function ask(): Promise<{ readonly index: number; readonly leafHash: string }> {
  const event = ownerEvent({ kind: 'peer_asked', agency: agencyOf(ours), owner: { peer: PARTNER } });
  const { sealed } = await inTransaction(ours.pool, (trx) => appendEvents(trx, [event]));
  const { index, leafHash } = sealed[0] as (typeof sealed)[number];
  return { index, leafHash: leafHash.toString('base64') };
}

/** Their log as it would have the answer to it. */
async function release(asker: object | null, records = 2) {
  const event = {
    ...ownerEvent({ kind: 'release', agency: agencyOf(theirs), owner: {} }),
    ...{ effect: 'permit' as const, grant: theirs.grantId },
    asker: {
      agency: PARTNER,
      effect: 'permit',
      kind: 'release',
      records,
      ...(asker === null ? {} : { asker }),
    },
  };
  const { sealed } = await inTransaction(theirs.pool, (trx) => appendEvents(trx, [event]));
  const { index, leafHash } = sealed[0] as (typeof sealed)[number];
  return { index, leafHash: leafHash.toString('base64') };
}

const answered = (asked: number, { index, leafHash }: { index: number; leafHash: string }, count = 2) =>
  inTransaction(ours.pool, (trx) =>
    appendOwnerEvent(trx, {
      kind: 'peer_answered',
      agency: agencyOf(ours),
      owner: { asked, outcome: 'released', count, origin: 'log.test/alpr', index, leafHash, root: '' },
    }),
  );

/** As if the entries had been there long enough for our own log to have what came of them. */
const later = () => ({ ...deps, settled: -120_000 });
const kindsOf = ({ differences }: CheckedPeer) => differences.map(({ kind }) => kind);

describe('the check of another log', () => {
  test('waits with entries that our own log may still answer', async () => {
    const asked = await ask();
    await answered(asked.index, await release(asked));
    expect(await checkPeer(PARTNER, deps)).toMatchObject({ compared: 0, more: false, differences: [] });
  });

  test('finds nothing where both logs tell the same, and raises no alarm', async () => {
    const asked = await ask();
    await answered(asked.index, await release(asked));
    expect(await checkPeer(PARTNER, later())).toMatchObject({ compared: 2, differences: [] });
    expect(alarms).toEqual([]);
  });

  test('names what differs with both entries: in the report, in the log and as an alarm, once', async () => {
    const [first, second, third] = [await ask(), await ask(), await ask()];
    await release(null);
    await release(first);
    await answered(second.index, await release(second, 5), 2);
    const lost = await release(third);
    await answered(third.index, { index: lost.index + 1_000, leafHash: lost.leafHash });
    const found = await checkPeer(PARTNER, later());
    expect(kindsOf(found)).toEqual(['not_asked', 'not_answered', 'other_count', 'not_answered']);
    expect(found.differences[1]).toMatchObject({
      theirText: expect.stringContaining('"kind":"release"'),
      ourText: expect.stringContaining('"kind":"peer_asked"'),
    });
    expect(alarms).toHaveLength(1);
    const { rows } = await ours.pool.query(
      "SELECT owner_detail::json ->> 'found' AS found FROM audit_detail WHERE kind = 'fault'",
    );
    expect(rows).toEqual([{ found: '4' }]);
    const { differences } = (await findChecked(ours.pool)).get(PARTNER) as Checked;
    expect(differences.map(({ kind }) => kind).sort()).toEqual(kindsOf(found).sort());
  });

  test('goes on from there: what was found is not found again', async () => {
    expect(await checkPeer(PARTNER, later())).toMatchObject({ compared: 0, differences: [] });
  });

  test('writes down that nobody collected the answer to a question that is open still, and finds nothing', async () => {
    const asked = await ask();
    await ours.ownerPool.query(
      `WITH made AS (INSERT INTO network_ask (id, transaction, issuer, client_id, plate)
         VALUES (gen_random_uuid(), repeat('a', 32), 'i', 'c', sha256('')) RETURNING id)
       INSERT INTO network_ask_peer (ask_id, ori, state, asked_index) SELECT id, $1, 'pending', $2 FROM made`,
      [PARTNER, asked.index],
    );
    await release(asked);
    expect(await checkPeer(PARTNER, later())).toMatchObject({ compared: 1, differences: [] });
    const { rows } = await ours.pool.query(
      `SELECT owner_detail::json ->> 'fault' AS fault FROM audit_detail WHERE kind = 'peer_answered'
       ORDER BY index DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ fault: 'not_collected' }]);
  });

  test('misses an entry that they had proved to us', async () => {
    const asked = await ask();
    const there = await release(null);
    await answered(asked.index, { index: there.index, leafHash: 'another' });
    expect(kindsOf(await checkPeer(PARTNER, later()))).toEqual(['other_entry']);
  });

  test('takes nothing from a detail to which their entry does not commit', async () => {
    const asked = await ask();
    await release(asked);
    await theirs.ownerPool.query('ALTER TABLE audit_detail DISABLE TRIGGER USER');
    await theirs.ownerPool.query(
      'UPDATE audit_detail SET asker_detail = replace(asker_detail, \'"records":2\', \'"records":3\')',
    );
    expect(kindsOf(await checkPeer(PARTNER, later()))).toEqual(['not_asked']);
  });

  test('is by one at a time, and daily by itself; one that fails tells why, and begins there again', async () => {
    expect(await findUnchecked(ours.pool)).toEqual([]);
    await ours.ownerPool.query(
      "UPDATE network_check SET begun_at = clock_timestamp(), checked_at = checked_at - interval '1 day'",
    );
    await expect(checkPeer(PARTNER, later())).rejects.toMatchObject({ code: 'conflict' });
    await ours.ownerPool.query('UPDATE network_check SET begun_at = NULL');
    const before = await ours.pool.query('SELECT since FROM network_check');
    const connect = async () => {
      throw new GatewayError('unavailable', 'nobody answers');
    };
    await checkDue({ ...later(), connect });
    const { rows } = await ours.pool.query('SELECT since, fault, begun_at FROM network_check');
    expect(rows).toEqual([{ since: before.rows[0].since, fault: 'unavailable', begun_at: null }]);
  });

  test.each([
    ['no page', {}],
    ['a page that goes back', { entries: [], next: 0, more: true }],
    ['entries out of order', { entries: [entry(1_007), entry(1_006)], next: 2_000, more: false }],
  ])('refuses %s', async (_name, body) => {
    const connect = async () => ({ request: async () => ({ status: 200, body }) as never });
    await expect(checkPeer(PARTNER, { ...later(), connect })).rejects.toMatchObject({ code: 'malformed' });
  });
});

function entry(index: number) {
  return { index, entry: '{}', asker: null, ownerHash: null };
}
