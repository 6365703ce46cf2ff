/** Tests that whoever alters any column of any projection in the database is found, with the entry and the column. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { appendEvents } from '../../../gateway/audit/append-events.ts';
import { inTransaction } from '../../../gateway/database/db-transaction.ts';
import { PROJECTIONS } from '../../../gateway/projections/projections.ts';
import type { Ori } from '../../../sharing-rules/terms/agency.ts';
import { countNumbers } from '../../setup/count-numbers.ts';
import { alterColumn, columnsOf, dropConstraints, isNamed } from '../../setup/database/alter-columns.ts';
import { type CommitFixture, createCommitFixture } from '../../setup/database/commit-fixture.ts';
import { PARTNER, pendingQuery, stolenVehicleQuery } from '../../setup/database/sharing-fixture.ts';

let fixture: CommitFixture;
beforeAll(async () => {
  fixture = await createCommitFixture();
  const { purpose, ...query } = stolenVehicleQuery();
  const refused = { query: { ...query, purpose: { ...purpose, code: 'immigration_civil' } }, found: null };
  const ask = (changes = {}) => fixture.queue.commit(pendingQuery(fixture.agencyId, changes));
  const agency = { id: fixture.agencyId, ori: PARTNER as Ori };
  const granted = { agency, kind: 'grant_approved', grant: fixture.grantId, effect: null } as const;
  await inTransaction(fixture.pool, (trx) =>
    appendEvents(trx, [{ ...granted, mark: false, asker: {}, owner: { by: 'nobody' } }]),
  );
  for (let turn = 0; turn < 6; turn += 1) await ask(refused);
  await ask();
  await countNumbers(fixture.pool);
  // The six refusals are told; one release waits for more.
  await fixture.ownerPool.query('SELECT tell_days(current_date)');
});
afterAll(() => fixture.close());

const differences = async (name: string) => {
  const projection = PROJECTIONS.find((one) => one.name === name);
  return (await projection?.compare(fixture.pool, () => undefined))?.differences ?? [];
};

test.each(PROJECTIONS.map(({ name, tables }) => ({ name, tables })))(
  'each column of each table of `$name`: the comparison names entry and column, or the row',
  async ({ name, tables }) => {
    expect(await differences(name)).toEqual([]);
    await dropConstraints(fixture.ownerPool, tables);
    for (const column of await columnsOf(fixture.ownerPool, tables)) {
      const altered = await alterColumn(fixture.ownerPool, column);
      const found = await differences(name);
      expect([column.table, column.column, isNamed(altered, found) || found]).toEqual([
        ...[column.table, column.column, true],
      ]);
      await altered.undo();
    }
    expect(await differences(name)).toEqual([]);
  },
);

test('a day that is dropped within the year was erased by no policy: each of its entries is missing', async () => {
  const { rows } = await fixture.ownerPool.query(
    `SELECT to_char(max(day), 'YYYYMMDD') AS day, count(*)::integer AS entries FROM audit_search`,
  );
  const [{ day, entries }] = rows;
  await fixture.ownerPool.query(
    `DELETE FROM audit_search WHERE day = '${day}'; DROP TABLE audit_detail_${day}`,
  );
  const found = await differences('search');
  expect(found.map(({ columns, index }) => [index, ...columns])).toEqual(
    Array.from({ length: entries }, (_, index) => [index, 'missing']),
  );
});
