/** "Who was given this plate?": found by the plates that left, whatever was typed to get them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '../../../../gateway/audit/canonical-json.ts';
import { createCheckpointSigner, generateLogKey } from '../../../../gateway/audit/checkpoint-signer.ts';
import { plateHmac } from '../../../../gateway/audit/plate-hmac.ts';
import { auditCommand } from '../../../../gateway/oversight/audit-search/audit-command.ts';
import { deleteAuditDays } from '../../../../gateway/oversight/retention/kept-rows-store.ts';
import { decideReview } from '../../../../gateway/oversight/reviews/decide-review.ts';
import { SEARCH } from '../../../../gateway/projections/search.ts';
import { addNextRows } from '../../../../gateway/projections/search-store.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import { createHistoryCoder } from '../../../../gateway/release/facts/history-codes.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { HeadWitness } from '../../../../gateway/release/lease/head-witness.ts';
import type { Query } from '../../../../sharing-rules/terms/query.ts';
import { type Administration, startAdministration } from '../../../setup/administration.ts';
import { plateKeys } from '../../../setup/administration-app.ts';
import { runCommand } from '../../../setup/commands/run-command.ts';
import { connectTo } from '../../../setup/connect-to.ts';
import { makeSearchDay } from '../../../setup/database/project-columns.ts';
import { sampleGrant } from '../../../setup/database/sample-grant.ts';
import { PARTNER, pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';
import { grantedBy } from '../../../setup/granted-by.ts';
import { openQueue, type PatientQueue } from '../../../setup/patient-queue.ts';
import { testLimits } from '../../../setup/test-limits.ts';

let admin: Administration;
let queue: PatientQueue;
let agencyId: number;

beforeAll(async () => {
  admin = await startAdministration();
  agencyId = (await admin.register(PARTNER)).id;
  const { id } = (await admin.call('admin-1', 'POST', '/v1/grants', sampleGrant(PARTNER))).body;
  await admin.call('admin-2', 'POST', `/v1/grants/${id}/approve`);
  const deps = {
    ...{ owner: admin.owner, limits: testLimits(), rulesRevision: 'test', refusalsPerDay: 2_000, plateKeys },
    codeHistory: createHistoryCoder(plateKeys('history')),
    signer: createCheckpointSigner('test.example/log', generateLogKey()),
    witness: new HeadWitness(),
  };
  queue = openQueue({ url: admin.gatewayUrl, connections: 1 }, deps);
});
afterAll(async () => {
  await queue.close();
  await admin.close();
});

/** As the store finds them. */
function readsOf(...plates: string[]): PendingReads['found'] {
  const capturedAt = new Date().toISOString();
  const text = canonicalJson(plates.map((plate) => ({ capturedAt, plate, readId: crypto.randomUUID() })));
  return { text, count: plates.length, next: null };
}

const ask = (
  target: Pick<Query, 'plate' | 'area'>,
  plates: string[],
  pickUp: PendingReads['pickUp'] = null,
) => {
  const { plate: _, ...query } = stolenVehicleQuery({ from: Date.now() - 600_000 });
  return queue.commit(
    pendingQuery(agencyId, { query: { ...query, ...target }, found: readsOf(...plates), pickUp }),
  );
};

/** A query that waits for a person, approved and picked up. */
async function askAndApprove(target: Pick<Query, 'plate' | 'area'>, plates: string[]): Promise<Outcome> {
  const held = await ask(target, plates);
  if (held.kind !== 'held') throw new Error(`held was expected, not ${held.kind}`);
  const by = await grantedBy(admin.pool, admin.persons.reviewer as string);
  const reviewId = held.queryId;
  await decideReview(admin.pool, {
    ...{ reviewId, by, reason: 'read', document: null, verdict: null, word: 'approve' },
  });
  const back = { heldId: reviewId, furtherPage: false, approval: null, judicialProcessVerified: false };
  return ask(target, plates, back);
}

function entryOf(outcome: Outcome): number {
  if (outcome.kind !== 'released') throw new Error(`a release was expected, not ${outcome.kind}`);
  return outcome.release.appended.sealed.index;
}

/** Entries of queries, and what the plate was to each. */
async function found(plate: string): Promise<[number, string][]> {
  const { body } = await admin.call('auditor', 'POST', '/v1/audit/search', { plate, agency: PARTNER });
  return body.entries.map(({ index, plateWas }: { index: number; plateWas: string }) => [index, plateWas]);
}

const audit = async (line: string) => {
  const told = await runCommand(auditCommand(connectTo(() => admin)), line);
  return told.replace(/\s+/g, ' ');
};

const rowOf = async (index: number) =>
  (
    await admin.ownerPool.query(
      'SELECT * FROM audit_detail JOIN (SELECT index, released_plates AS codes FROM audit_search) s USING (index) WHERE index = $1',
      [index],
    )
  ).rows[0];

describe('a search of the log by plate', () => {
  test('finds a release by each plate that left for a part of it', async () => {
    const index = entryOf(
      await askAndApprove({ plate: { number: 'PART0', match: 'partial' } }, [
        'PART018',
        'PART019',
        'PART018',
      ]),
    );
    expect(await found('PART018')).toEqual([[index, 'released']]);
    expect(await found('part-019')).toEqual([[index, 'released']]);
    expect((await found('PART0')).map(([, was]) => was)).toContain('asked_for');
    expect(await found('PART017')).toEqual([]);
    expect((await rowOf(index)).codes).toHaveLength(2);
  });

  test('finds a release for a look-alike by what left, and by what was typed', async () => {
    const index = entryOf(await ask({ plate: { number: 'LOOK0I8', match: 'lookalike' } }, ['L00K018']));
    expect(await found('L00K018')).toEqual([[index, 'released']]);
    expect(await found('LOOK0I8')).toEqual([[index, 'asked_for']]);
  });

  test('finds a release for an area by each plate that left', async () => {
    const index = entryOf(await askAndApprove({ area: { cameras: ['cam-1'] } }, ['AREA001', 'AREA002']));
    expect(await found('AREA001')).toEqual([[index, 'released']]);
    expect(await found('AREA002')).toEqual([[index, 'released']]);
  });

  test('keeps no other code of an exact query, whose plate is the one that left', async () => {
    const index = entryOf(await ask({ plate: { number: 'EXACT01', match: 'exact' } }, ['EXACT01']));
    expect(await found('EXACT01')).toEqual([[index, 'asked_for']]);
    expect((await rowOf(index)).codes).toBeNull();
  });

  test('does not find by its reads what was held, refused or only tried: nothing left', async () => {
    expect((await ask({ plate: { number: 'HELD0', match: 'partial' } }, ['HELD018'])).kind).toBe('held');
    expect((await ask({ area: { cameras: [] } }, ['HELD018'])).kind).toBe('denied');
    const { plate: _, ...query } = stolenVehicleQuery({ from: Date.now() - 600_000 });
    const tried = { ...query, plate: { number: 'HELD0I8', match: 'lookalike' as const } };
    await queue.commit(pendingQuery(agencyId, { kind: 'dry_run', query: tried, found: readsOf('HELD018') }));
    expect(await found('HELD018')).toEqual([]);
  });

  test('says so by command, and an export has it too', async () => {
    const index = entryOf(await ask({ plate: { number: 'TOLD0I8', match: 'lookalike' } }, ['TOLD018']));
    const told = await audit('search --plate TOLD018 --details');
    expect(told).toContain('plate was');
    expect(told).toContain('released, not asked for');
    expect(told).toContain('officer-1');
    expect(told).not.toContain('Entries from before');
    const lines = await audit('export --plate TOLD018 --kind release');
    expect(JSON.parse(lines)).toMatchObject({ index, plateWas: 'released' });
    expect(await audit('export --plate TOLD018 --kind release --format csv')).toContain('"released"');
  });

  test('by officer too finds what that officer got', async () => {
    const index = entryOf(await ask({ plate: { number: 'BOTH0I8', match: 'lookalike' } }, ['BOTH018']));
    const sought = { plate: 'BOTH018', officer: 'officer-1', agency: PARTNER };
    const { body } = await admin.call('auditor', 'POST', '/v1/audit/search', sought);
    expect(body.entries.map((one: { index: number }) => one.index)).toEqual([index]);
  });

  test('tells nobody else: neither the public entry nor what its asker may see holds anything of it', async () => {
    const index = entryOf(await ask({ plate: { number: 'TREE0I8', match: 'lookalike' } }, ['TREE018']));
    const entry = (await admin.entries())[index] as object;
    expect(Object.keys(entry).join()).toBe('agency,commitment,effect,epoch,grant,kind,minute,v');
    await found('TREE018');
    const { asker_detail, codes, owner_detail } = await rowOf(index);
    const [code] = codes as [Buffer];
    for (const said of ['TREE018', code.toString('base64'), code.toString('hex')]) {
      expect([JSON.stringify(entry), asker_detail].join()).not.toContain(said);
    }
    // The owner's part has the code alone.
    expect(owner_detail).toContain(code.toString('base64'));
    expect(owner_detail).not.toContain('TREE018');
  });

  test('gets each of many codes from the database, as the gateway makes them again', async () => {
    const many = Array.from({ length: 20 }, (_, i) => `MANY0${String(i).padStart(2, '0')}`);
    const index = entryOf(await ask({ plate: { number: 'MANY0I8', match: 'lookalike' } }, many));
    expect(await addNextRows(admin.pool, 1_000)).toMatchObject({ to: index + 1, added: true });
    expect((await rowOf(index)).codes).toHaveLength(20);
    expect((await SEARCH.compare(admin.pool, () => undefined)).differences).toEqual([]);
  });

  test('finds no more what was erased with its day', async () => {
    const index = entryOf(await ask({ plate: { number: 'GONE0I8', match: 'lookalike' } }, ['GONE018']));
    const code = plateHmac(plateKeys(new Date().toISOString().slice(0, 10)), 'GONE018');
    const kept = async () => {
      const holding = 'SELECT index FROM audit_search WHERE released_plates @> ARRAY[$1::bytea]';
      return (await admin.ownerPool.query(holding, [code])).rows.map((row) => Number(row.index));
    };
    expect(await found('GONE018')).toHaveLength(1);
    expect(await kept()).toEqual([index]);
    await admin.pool.query(`SELECT ensure_audit_days('2021-01-01', 1)`);
    await makeSearchDay(admin.ownerPool, '2021-01-01');
    for (const table of ['audit_detail', 'audit_search']) {
      await admin.ownerPool.query(`UPDATE ${table} SET day = '2021-01-01' WHERE index = $1`, [index]);
    }
    expect(await deleteAuditDays(admin.pool, '2021-01-02')).toBe(true);
    expect(await kept()).toEqual([]);
    expect(await found('GONE018')).toEqual([]);
  });

  test('of a log that is older than these codes says from when on they are there', async () => {
    const search = async (sought: object) =>
      (await admin.call('auditor', 'POST', '/v1/audit/search', sought)).body.releasedPlatesSince;
    expect(await search({ plate: 'NOBODY1' })).toBeNull();
    expect(await search({ kind: 'release' })).toBeUndefined();
    const since = new Date(Date.now() + 3_600_000);
    await admin.ownerPool.query(
      `INSERT INTO knex_migrations (name, batch, migration_time) VALUES ('102-released-plates', 1, $1)`,
      [since],
    );
    expect(await search({ plate: 'NOBODY1' })).toBe(since.toISOString());
    const told = await audit('search --plate NOBODY1');
    expect(told).toContain('Entries from before');
    expect(told).toContain('npm run gateway -- audit search --kind release --details');
  });
});
