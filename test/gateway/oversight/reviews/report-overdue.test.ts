/** A release for danger to life that nobody looked at in time is reported, however many there are. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { reportOverdue } from '../../../../gateway/oversight/reviews/report-overdue.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
import { pendingQuery, stolenVehicleQuery } from '../../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;

beforeEach(async () => {
  fixture = await createCommitFixture();
});
afterEach(() => fixture.close());

const purpose = {
  code: 'exigent_life_safety',
  caseNumber: 'CR-2026-0911',
  justification: 'suicidal caller with a firearm drove off from Dahlia Street',
  supervisor: 'Sergeant Example',
};

async function release(count: number): Promise<void> {
  const query = stolenVehicleQuery({ purpose });
  const outcomes = await Promise.all(
    Array.from({ length: count }, () => fixture.queue.commit(pendingQuery(fixture.agencyId, { query }, 0))),
  );
  expect(outcomes.filter(({ kind }) => kind === 'released')).toHaveLength(count);
}
const makeDue = () => fixture.ownerPool.query('UPDATE exigent_release SET due_at = now()');
async function reported(): Promise<number[]> {
  const { rows } = await fixture.pool.query(
    `SELECT m.entries, d.index FROM misuse_report m
     JOIN log_entry e ON e.index = m.opened_index JOIN audit_detail d ON d.index = e.index
     WHERE m.kind = 'exigent_not_reviewed' AND d.kind = 'misuse_reported'`,
  );
  return rows.flatMap(({ entries }) => entries.map(Number));
}

describe('releases for danger to life that nobody looked at', () => {
  test('are reported once they are due, each once, with an entry', async () => {
    await release(1);
    expect(await reportOverdue(fixture.pool)).toEqual({ overdue: 0 });
    await makeDue();
    expect(await reportOverdue(fixture.pool)).toEqual({ overdue: 1 });
    expect(await reportOverdue(fixture.pool)).toEqual({ overdue: 0 });
    expect(await reported()).toHaveLength(1);
  });

  test('all reach the Chief, though there are 230 of them, and those that stay open hide none that come', async () => {
    await release(230);
    await makeDue();
    expect(await reportOverdue(fixture.pool)).toEqual({ overdue: 230 });
    expect(new Set(await reported()).size).toBe(230);
    await release(3);
    await makeDue();
    expect(await reportOverdue(fixture.pool)).toEqual({ overdue: 3 });
  });

  test('are reported though one of them cannot be, which is told', async () => {
    await release(45);
    await makeDue();
    const { rows } = await fixture.pool.query(
      'SELECT index FROM exigent_release ORDER BY due_at, id OFFSET 25 LIMIT 1',
    );
    const spoilt = Number(rows[0].index);
    await fixture.ownerPool.query(
      `ALTER TABLE misuse_report ADD CONSTRAINT spoilt CHECK (NOT entries @> ARRAY[${spoilt}::bigint])`,
    );
    await expect(reportOverdue(fixture.pool)).rejects.toThrow('1 overdue releases could not be reported');
    expect(await reported()).toHaveLength(44);
    await fixture.ownerPool.query('ALTER TABLE misuse_report DROP CONSTRAINT spoilt');
    expect(await reportOverdue(fixture.pool)).toEqual({ overdue: 1 });
    expect(await reported()).toContain(spoilt);
  });

  test('by two nodes at once are reported once', async () => {
    await release(40);
    await makeDue();
    const runs = await Promise.all([reportOverdue(fixture.pool), reportOverdue(fixture.pool)]);
    expect(runs.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(40);
    expect(await reported()).toHaveLength(40);
  });
});
