/** What the Chief has closed takes nothing on: more of the same opens a report that names the one before it. */
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { findMisuse } from '../../../../gateway/oversight/misuse/find-misuse.ts';
import { raiseHead, writeQueries } from '../../../setup/database/fill-queries.ts';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';

const key = randomBytes(32);
let fixture: SharingFixture;
beforeEach(async () => {
  fixture = await createSharingFixture();
});
afterEach(() => fixture.close());

const look = async () => (await findMisuse({ pool: fixture.pool, key }, { now: new Date() }))?.opened;
/** Each beyond what the looks before have written: after 1_000, from 2_500, 5_000, 10_000, … */
async function refuse(from: number, queries = 1) {
  await raiseHead(fixture.ownerPool, from + 1_000);
  await writeQueries(
    fixture.ownerPool,
    Array.from({ length: queries }, (_, i) => ({
      ...{ index: from + i, at: Date.now() - 60_000 + from + i, agencyId: fixture.agencyId, officer: 'one' },
      ...{ effect: 'deny' as const, plate: 'ZZT0001', caseNumber: 'CR-1', reason: 'offense_immigration' },
    })),
  );
}
const close = (id: string) =>
  fixture.ownerPool.query(
    `UPDATE misuse_report SET state = 'closed', outcome = 'unfounded', closed_at = now(),
       closed_by = (SELECT id FROM person WHERE subject = 'admin-1') WHERE id = $1`,
    [id],
  );
async function prohibited() {
  const { rows } = await fixture.pool.query(
    `SELECT id, state, entries, summary FROM misuse_report WHERE kind = 'prohibited_use' ORDER BY entries`,
  );
  return rows.map((row) => ({ ...row, entries: row.entries.map(Number) }));
}

describe('misuse after its report was closed', () => {
  test('opens a follow-up that names the report before it; the closed one stays as it was', async () => {
    await refuse(1);
    const [first] = (await look()) as string[];
    await close(first as string);
    await refuse(2_500);
    const [second] = (await look()) as string[];
    await refuse(5_000);
    expect(await look()).toEqual([]);
    await close(second as string);
    await refuse(10_000);
    const [third] = (await look()) as string[];
    expect(await prohibited()).toEqual([
      { id: first, state: 'closed', entries: [1], summary: expect.any(String) },
      {
        id: second,
        state: 'closed',
        entries: [2_500, 5_000],
        summary: expect.stringContaining(first as string),
      },
      { id: third, state: 'open', entries: [10_000], summary: expect.stringContaining(second as string) },
    ]);
    const { rows } = await fixture.pool.query(
      `SELECT owner_detail::jsonb -> 'entries' AS entries FROM audit_detail WHERE kind = 'misuse_reported' ORDER BY index`,
    );
    expect(rows.map(({ entries }) => entries)).toEqual([[1], [2_500], [10_000]]);
  });

  test('opens one even where the closed report had as many entries as a report names', async () => {
    await refuse(1, 600);
    const [first] = (await look()) as string[];
    await fixture.ownerPool.query(
      'UPDATE misuse_report SET entries = ARRAY(SELECT generate_series(1, 600)) WHERE id = $1',
      [first],
    );
    await close(first as string);
    await refuse(2_500);
    expect(await look()).toHaveLength(1);
  });

  test('is none where the same entries are looked at again', async () => {
    await refuse(1);
    await close(((await look()) as string[])[0] as string);
    await fixture.ownerPool.query('DELETE FROM misuse_examined');
    expect(await look()).toEqual([]);
    expect(await prohibited()).toHaveLength(1);
  });
});
