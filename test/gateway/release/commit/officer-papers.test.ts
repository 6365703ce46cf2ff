/** What an agency must attest of an officer, and by when: judged at each release, on what is read under the locks. */

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { pendingOfHit } from '../../../../gateway/hot-lists/lists/pending-exchange.ts';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import {
  PARTNER,
  partnerSystem,
  pendingQuery,
  stolenVehicleQuery,
} from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture({ attestationDays: 30 });
});
afterAll(() => fixture.close());

const QUERY = stolenVehicleQuery({ onBehalfOf: { id: 'd-77', name: 'Deputy Sample', ori: PARTNER } });

function ask(changes: Partial<PendingReads> = {}): Promise<Outcome> {
  return fixture.queue.commit(pendingQuery(fixture.agencyId, { query: QUERY, ...changes }, 0));
}

function answered(outcome: Outcome): string[] {
  if (outcome.kind !== 'denied' && outcome.kind !== 'dry_run') return [outcome.kind];
  const details = outcome.decision.reasons.map(({ code, detail }) => `${code}: ${detail}`);
  return [outcome.kind, ...details];
}

const set = (facts: string) =>
  fixture.ownerPool.query(`UPDATE officer SET ${facts} WHERE reference = 'd-77'`);
const attest = async (federal: boolean, days: { attested: number; trained: number }) => {
  const { rows } = await fixture.ownerPool.query('SELECT id FROM person LIMIT 1');
  await set(`attested_employer = '${PARTNER}', attested_federal_detail = ${federal}, attested_by = '${rows[0].id}',
    attested_at = now() - interval '${days.attested} days', attested_trained_on = current_date - ${days.trained}`);
};

describe('an officer whom a system names', () => {
  test('asks at first sight, enrolled by nobody before', async () => {
    expect(answered(await ask())).toEqual(['released']);
  });

  test('is refused once the attestation is overdue, which a dry run does not tell', async () => {
    await set(`enrolled_at = now() - interval '31 days'`);
    expect(answered(await ask())).toEqual(['denied', 'subject_suspended: attestation_missing']);
    expect(answered(await ask({ kind: 'dry_run' }))).toEqual(['dry_run']);
    await upToNow(fixture.pool);
    const { rows } = await fixture.ownerPool.query(
      'SELECT officer_id FROM audit_search ORDER BY index DESC LIMIT 2',
    );
    // Both are found by the officer who asked.
    expect(rows[0].officer_id).not.toBeNull();
    expect(rows[0]).toEqual(rows[1]);
  });

  test('asks again once the agency has attested, until attestation or training runs out', async () => {
    await attest(false, { attested: 1, trained: 700 });
    expect(answered(await ask())).toEqual(['released']);
    await attest(false, { attested: 366, trained: 10 });
    expect(answered(await ask())).toEqual(['denied', 'subject_suspended: attestation_expired']);
    await attest(false, { attested: 1, trained: 732 });
    expect(answered(await ask())).toEqual(['denied', 'subject_suspended: training_expired']);
  });

  test('and whom the agency has lent to a federal one is refused, though somebody reinstated the officer', async () => {
    await attest(true, { attested: 1, trained: 10 });
    await set(`status = 'active', reinstated_at = now()`);
    expect(answered(await ask())).toEqual(['denied', 'employer_mismatch: federal_detail']);
    await upToNow(fixture.pool);
    const { rows } = await fixture.ownerPool.query(
      `SELECT d.officer_id = o.id AS named FROM audit_search d CROSS JOIN officer o
       WHERE o.reference = 'd-77' ORDER BY d.index DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ named: true }]);
  });
});

test('of a machine that takes hits as itself nobody attests a training', async () => {
  await fixture.ownerPool.query(`UPDATE sharing_grant SET data_classes = '{reads,hits}'`);
  const hit = {
    ...{ id: '1', listId: '00000000-0000-4000-8000-000000000001', purpose: 'stolen_vehicle', query: null },
    ...{ capturedAt: new Date(), read: '{"plate":"ZZT1234"}' },
  } as unknown as Parameters<typeof pendingOfHit>[0];
  const take = () => fixture.queue.commit(pendingOfHit(hit, partnerSystem(fixture.agencyId)));
  expect(answered(await take())).toEqual(['released']);
  await fixture.ownerPool.query(`UPDATE officer SET enrolled_at = now() - interval '60 days'`);
  expect(answered(await take())).toEqual(['released']);
});
