import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectPipelined } from '../../../../gateway/database/connect-pipelined.ts';
import { upToNow } from '../../../../gateway/projections/up-to-now.ts';
import type { CommittingClient, Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import { commitReleases } from '../../../../gateway/release/commit/commit-releases.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

const CONNECTION = { applicationName: 'test', answerTimeout: 15_000 };

let fixture: CommitFixture;

beforeAll(async () => {
  fixture = await createCommitFixture({ officerRecordsPerDay: 50 }, 2);
});

afterAll(() => fixture.close());

async function entries(): Promise<{ index: number; kind: string; grant: string | null; epoch: number }[]> {
  const { rows } = await fixture.pool.query('SELECT index, entry FROM log_entry ORDER BY index');
  return rows.map((row) => ({ index: row.index, ...JSON.parse(row.entry) }));
}

function codes(outcome: Outcome): string[] {
  return outcome.kind === 'denied' || outcome.kind === 'held' || outcome.kind === 'dry_run'
    ? outcome.decision.reasons.map((reason) => reason.code)
    : [];
}

describe('the commit of a release', () => {
  test('a permitted query is released, and its entry is in the log before the caller knows', async () => {
    const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId));
    expect(outcome.kind).toBe('released');
    if (outcome.kind !== 'released') return;
    const { sealed, checkpoint } = outcome.release.appended;
    const log = await entries();
    expect(log.map((entry) => entry.kind)).toEqual(['log_created', 'subject_enrolled', 'release']);
    expect(log[sealed.index]).toMatchObject({ kind: 'release', grant: fixture.grantId, epoch: 0 });
    expect(checkpoint.split('\n')[1]).toBe(String(sealed.index + 1));
  });

  test('a denial is an entry too, with the reasons in its detail and no reads', async () => {
    const query = stolenVehicleQuery({ purpose: { code: 'immigration_civil', caseNumber: 'CR-1' } });
    const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId, { query }));
    expect(outcome.kind).toBe('denied');
    expect(codes(outcome)).toContain('purpose_prohibited');
    await upToNow(fixture.pool);
    const { rows } = await fixture.pool.query(
      `SELECT d.kind, s.reason_codes, d.asker_detail FROM audit_detail d JOIN audit_search s USING (index)
       ORDER BY index DESC LIMIT 1`,
    );
    expect(rows[0]).toMatchObject({ kind: 'refusal' });
    expect(rows[0].reason_codes).toContain('purpose_prohibited');
    expect(JSON.parse(rows[0].asker_detail)).not.toHaveProperty('readsHash');
  });

  test('a COMMIT without an answer is not sent again: all of its batch are told 503', async () => {
    const before = (await entries()).length;
    const client = await connectPipelined(fixture.databases.gatewayUrl, CONNECTION, () => undefined);
    const losing: CommittingClient = {
      query: (config) => client.query(config),
      commit: async () => {
        await client.commit();
        throw new Error('Connection terminated unexpectedly');
      },
    };
    const batch = [pendingQuery(fixture.agencyId), pendingQuery(fixture.agencyId)];
    const lost = commitReleases(losing, batch, fixture.deps);
    await expect(lost).rejects.toMatchObject({ code: 'unavailable', status: 503 });
    expect((await entries()).length).toBe(before + 2);
    await client.end();
  });

  test('a proof that was used before commits nothing', async () => {
    const pending = pendingQuery(fixture.agencyId);
    expect((await fixture.queue.commit(pending)).kind).toBe('released');
    const before = await entries();
    expect((await fixture.queue.commit(pending)).kind).toBe('replayed');
    expect(await entries()).toHaveLength(before.length);
  });

  test('the same proof twice in one batch is used once', async () => {
    const pending = pendingQuery(fixture.agencyId);
    const outcomes = await Promise.all([fixture.queue.commit(pending), fixture.queue.commit(pending)]);
    expect(outcomes.map((outcome) => outcome.kind).sort()).toEqual(['released', 'replayed']);
  });

  test('what the rules permit but nobody looked up is sent back to look, and nothing is logged', async () => {
    const before = await entries();
    const outcome = await fixture.queue.commit(pendingQuery(fixture.agencyId, { found: null }));
    expect(outcome.kind).toBe('look_up');
    expect(await entries()).toHaveLength(before.length);
  });

  test('many queries at once get indices without a gap, in one unbroken tree', async () => {
    const before = (await entries()).length;
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => fixture.queue.commit(pendingQuery(fixture.agencyId, {}, 0))),
    );
    expect(outcomes.every((outcome) => outcome.kind === 'released')).toBe(true);
    const log = await entries();
    expect(log).toHaveLength(before + 60);
    expect(log.map((entry) => entry.index)).toEqual(log.map((_, index) => index));
    const { rows } = await fixture.pool.query('SELECT max(size) AS size FROM log_checkpoint');
    expect(rows[0].size).toBe(log.length);
  });

  test('queries that wait together add up: the cap of an officer holds within a batch', async () => {
    const query = stolenVehicleQuery({
      onBehalfOf: { id: 'officer-2', name: 'Officer Two', ori: 'CO0010000' },
    });
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => fixture.queue.commit(pendingQuery(fixture.agencyId, { query }, 10))),
    );
    expect(outcomes.filter((outcome) => outcome.kind === 'released')).toHaveLength(5);
    expect(outcomes.filter((outcome) => codes(outcome).includes('quota_exceeded'))).toHaveLength(3);
    const { rows } = await fixture.pool.query(
      `SELECT records FROM officer_usage u JOIN officer o ON o.id = u.officer_id WHERE o.reference = 'officer-2'`,
    );
    expect(rows[0].records).toBe(50);
  });

  test('officers beyond the declared roster are held for review', async () => {
    const ask = (id: string) =>
      fixture.queue.commit(
        pendingQuery(
          fixture.agencyId,
          { query: stolenVehicleQuery({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } }) },
          0,
        ),
      );
    expect((await ask('officer-3')).kind).toBe('released');
    const fourth = await ask('officer-4');
    expect(fourth.kind).toBe('held');
    expect(codes(fourth)).toContain('subject_suspended');
    const { rows } = await fixture.pool.query('SELECT status, reasons FROM held_query');
    expect(rows).toHaveLength(1);
    expect(rows[0].status).toBe('held');
  });

  test('an agency that can get nothing enrols nobody, however many names it gives; whom it had, it keeps', async () => {
    const ask = (id: string) => {
      const query = stolenVehicleQuery({ onBehalfOf: { id, name: 'Officer', ori: 'CO0010000' } });
      return fixture.queue.commit(pendingQuery(fixture.agencyId, { query, found: null }));
    };
    const until = (end: string) =>
      fixture.ownerPool.query(`UPDATE sharing_grant SET valid_until = now() + $1`, [end]);
    await until('-1 hour');
    const before = (await entries()).length;
    for (const id of ['nobody-1', 'nobody-2', 'officer-1']) {
      expect(codes(await ask(id))).toContain('grant_expired');
    }
    await until('90 days');
    expect((await entries()).slice(before).map(({ kind }) => kind)).toEqual([
      'refusal',
      'refusal',
      'refusal',
    ]);
    await upToNow(fixture.pool);
    const { rows } = await fixture.pool.query(
      `SELECT (SELECT count(*)::int FROM officer WHERE reference LIKE 'nobody-%') AS made,
         (SELECT count(*)::int FROM audit_search d JOIN officer o ON o.id = d.officer_id
          WHERE o.reference = 'officer-1' AND 'grant_expired' = ANY (d.reason_codes)) AS known`,
    );
    expect(rows).toEqual([{ made: 0, known: 1 }]);
  });

  test('a dry run explains, counts nothing and enrols nobody', async () => {
    const query = stolenVehicleQuery({ onBehalfOf: { id: 'officer-9', name: 'Officer', ori: 'CO0010000' } });
    const outcome = await fixture.queue.commit(
      pendingQuery(fixture.agencyId, { kind: 'dry_run', query, found: null }),
    );
    expect(outcome).toMatchObject({ kind: 'dry_run', decision: { effect: 'permit' } });
    const { rows } = await fixture.pool.query(`SELECT 1 FROM officer WHERE reference = 'officer-9'`);
    expect(rows).toHaveLength(0);
    expect((await entries()).at(-1)).toMatchObject({ kind: 'dry_run', effect: 'permit' });
  });

  test('a text that PostgreSQL cannot store spoils only its own query, not its batch', async () => {
    const onBehalfOf = { id: 'officer\0', name: 'Officer', ori: 'CO0010000' };
    const poisoned = pendingQuery(fixture.agencyId, { query: stolenVehicleQuery({ onBehalfOf }) }, 0);
    const settled = await Promise.allSettled([
      fixture.queue.commit(pendingQuery(fixture.agencyId, {}, 0)),
      fixture.queue.commit(poisoned),
      fixture.queue.commit(pendingQuery(fixture.agencyId, {}, 0)),
    ]);
    expect(settled.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
