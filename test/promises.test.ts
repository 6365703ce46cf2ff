/** The eight promises, one test each, on real databases: what an auditor reads first. Finer tests stand beside the code. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sealEntry } from '../gateway/audit/log-entry.ts';
import { verifyReceipt } from '../gateway/audit-verify/verify-receipt.ts';
import { receiptOf } from '../gateway/query/answer.ts';
import { ensurePartitions } from '../gateway/reads/ensure-partitions.ts';
import { connectReads, findReads } from '../gateway/reads/reads-store.ts';
import { endGrantsOfAgency } from '../gateway/registry/agencies/ended-grants-store.ts';
import type { Outcome } from '../gateway/release/commit/commit-releases.ts';
import type { GatewayNode } from '../gateway/release/lease-node.ts';
import { withdrawRight } from '../gateway/release/revoke/withdraw-right.ts';
import { decide } from '../sharing-rules/decide.ts';
import { screen } from '../sharing-rules/narrative/screen.ts';
import {
  createSharingFixture,
  PARTNER,
  pendingQuery,
  type SharingFixture,
  stolenVehicleQuery,
} from './setup/database/sharing-fixture.ts';
import { openQueue, type PatientQueue } from './setup/patient-queue.ts';
import { startTestNode } from './setup/start-test-node.ts';

const DAY = 86_400_000;

let fixture: SharingFixture;
let queue: PatientQueue;
let node: GatewayNode;

beforeEach(async () => {
  fixture = await createSharingFixture({ officerRecordsPerDay: 20 });
  queue = openQueue({ url: fixture.databases.gatewayUrl, connections: 2 }, fixture.deps);
  node = await startTestNode(fixture.databases.gatewayUrl, fixture.pool);
});

afterEach(async () => {
  await queue.close();
  await node.close();
  await fixture.close();
});

const ask = (changes = {}, records = 0) => queue.commit(pendingQuery(fixture.agencyId, changes, records));

function codes(outcome: Outcome): string[] {
  return 'decision' in outcome ? outcome.decision.reasons.map(({ code }) => code) : [];
}

async function kinds(): Promise<string[]> {
  const { rows } = await fixture.pool.query('SELECT entry FROM log_entry ORDER BY index');
  return rows.map(({ entry }) => JSON.parse(entry).kind);
}

async function revoke() {
  const { agencyId, pool } = fixture;
  const { rows } = await pool.query('SELECT id FROM person LIMIT 1');
  const personId = rows[0].id as string;
  return withdrawRight(
    { pool, inFlight: node.inFlight },
    {
      agency: { id: agencyId, ori: PARTNER },
      grant: null,
      kind: 'revoked',
      reason: 'test of the promise',
      personId,
      change: (trx) => endGrantsOfAgency(trx, agencyId, personId, 'test of the promise'),
    },
  );
}

describe('the promises', () => {
  test('P1 Colorado only: neither a rule nor the database itself lets a grant stand for an agency that is not eligible', async () => {
    const { ownerPool, agencyId } = fixture;
    const unfit = `UPDATE agency SET has_287g = true WHERE id = ${agencyId}`;
    // Even the owner of the database cannot make the agency unfit while its grant stands …
    await expect(ownerPool.query(unfit)).rejects.toThrow('sharing_grant');
    // … nor, without that constraint, would the rules release anything.
    await ownerPool.query('ALTER TABLE sharing_grant DROP CONSTRAINT sharing_grant_agency_id_active_fkey');
    await ownerPool.query(unfit);
    expect(codes(await ask())).toContain('agency_not_eligible');
  });

  test('P2 instant revocation: after a revoke has returned nothing commits, and nothing committed before is written', async () => {
    const inFlightResponse = node.inFlight.enter(fixture.agencyId);
    const before = await ask();
    const stream = Array.from({ length: 40 }, () => ask());
    const { index } = await revoke();
    expect(codes(await ask())).toContain('grant_revoked');
    const released = (await Promise.all([before, ...stream])).flatMap((outcome) =>
      outcome.kind === 'released' ? [outcome.release.appended.sealed.index] : [],
    );
    // Else it would be no wonder that nothing leaves.
    if (before.kind !== 'released') throw new Error('nothing was released before the revoke');
    expect(released).toContain(before.release.appended.sealed.index);
    expect(Math.max(...released)).toBeLessThan(index);
    expect(inFlightResponse.mayWrite(before.release.epoch, () => undefined)).toBe(false);
  });

  test('P3 purpose: an approved code never excuses a prohibited reason', async () => {
    const { purpose } = stolenVehicleQuery();
    const told = { ...purpose, justification: 'stolen car, owner wanted on an ICE detainer' };
    const outcome = await ask({ query: stolenVehicleQuery({ purpose: told }), findings: screen(told) });
    expect(outcome.kind).toBe('denied');
    expect(codes(outcome)).toContain('narrative_immigration');
  });

  test('P4 log first: where the entry cannot be written, nothing is released; denials are entries too', async () => {
    await fixture.ownerPool.query(
      `CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full' USING ERRCODE = '53100'; END $$;
       CREATE TRIGGER full_disk BEFORE INSERT ON log_entry EXECUTE FUNCTION full_disk()`,
    );
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    await fixture.ownerPool.query('DROP TRIGGER full_disk ON log_entry');
    await ask({ query: stolenVehicleQuery({ purpose: { code: 'personal' } }) });
    expect((await kinds()).at(-1)).toBe('refusal');
  });

  test('P5 provable: the receipt shows the very answer, a changed one fails, and the decision can be replayed from its detail', async () => {
    const outcome = await ask();
    if (outcome.kind !== 'released') throw new Error('nothing was released');
    const receipt = receiptOf(outcome.release.appended);
    const { vkey } = fixture.deps.signer;
    expect(await verifyReceipt(receipt, vkey, [])).toMatchObject({ ok: true, readsChecked: true });
    expect((await verifyReceipt(receipt, vkey, [{ plate: 'ZZT9999' }])).ok).toBe(false);
    const { rows } = await fixture.pool.query(
      `SELECT e.entry::json ->> 'effect' AS effect, d.owner_detail FROM audit_detail d JOIN log_entry e USING (index)
       ORDER BY index DESC LIMIT 1`,
    );
    const { input, obligations } = JSON.parse(rows[0].owner_detail);
    expect(decide(input)).toEqual({ effect: rows[0].effect, reasons: [], obligations });
    // An entry cannot be made to say something false of its own place.
    expect(() => sealEntry({ ...LATER, index: 7, epoch: 9 })).toThrow('epoch');
  });

  test('P6 thirty days: what is older is neither found nor asked for, although it is still stored', async () => {
    const { databases } = fixture;
    const [old, fresh] = [31, 29].map((days) => new Date(Date.now() - days * DAY));
    const times = [old, fresh] as [Date, Date];
    const owner = connectReads(databases.readsOwnerUrl);
    const reader = connectReads(databases.readsUrl);
    try {
      const client = await owner.connect();
      await ensurePartitions(
        client,
        times.map((time) => time.toISOString().slice(0, 10)),
      );
      await client.query(
        `INSERT INTO read (read_id, captured_at, plate, lookalike_key, camera_id, camera_name)
         SELECT gen_random_uuid(), time, 'ZZT1234', 'ZZT1234', 'C1', 'Camera 1' FROM unnest($1::timestamptz[]) AS time`,
        [times],
      );
      client.release();
      const query = {
        plate: { number: 'ZZT1234', match: 'exact' },
        from: 0,
        to: Date.now(),
        limit: 10,
      } as const;
      const [found] = await findReads(reader, [query]);
      expect(JSON.parse(found?.text ?? '')).toMatchObject([{ capturedAt: fresh?.toISOString() }]);
    } finally {
      await Promise.all([owner.end(), reader.end()]);
    }
    const outcome = await ask({ query: stolenVehicleQuery({ from: Date.now() - 31 * DAY }) });
    expect(codes(outcome)).toContain('window_too_old');
  });

  test('P7 no bulk: many small queries add up, and the count is part of the commit', async () => {
    const outcomes = await Promise.all(Array.from({ length: 9 }, () => ask({}, 5)));
    expect(outcomes.filter(({ kind }) => kind === 'released')).toHaveLength(4);
    expect(outcomes.filter((outcome) => codes(outcome).includes('quota_exceeded'))).toHaveLength(5);
  });

  test('P8 fail closed: a database that cannot be reached is a refusal, and so is a node without a lease', async () => {
    const lost = openQueue({ url: 'postgres://nobody@127.0.0.1:1/none', connections: 1 }, fixture.deps);
    await expect(lost.commit(pendingQuery(fixture.agencyId))).rejects.toMatchObject({ status: 503 });
    await lost.close();
    node.inFlight.stop();
    expect(() => node.inFlight.enter(fixture.agencyId)).toThrow('nothing was done');
  });
});

const LATER = {
  kind: 'release',
  minute: '2026-11-25T00:00Z',
  agency: PARTNER,
  grant: 'g',
  effect: 'permit',
  asker: {},
  owner: {},
} as const;
