/** Tests that a database which took the old steps is left as it is, and that an older one is refused. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { explainMigrationFault } from '../../../../gateway/database/migration/explain-migration-fault.ts';
import { migrateGateway, stepsOf } from '../../../../gateway/database/migration/migrate.ts';
import { gatewayMigrations } from '../../../../migrations/gateway/index.ts';
import type { Migration } from '../../../../migrations/migration.ts';
import { createTestDatabases, type TestDatabases } from '../../../setup/database/test-databases.ts';

const OLD = ['001-registry', '102-released-plates', '171-entries-by-plate'];
const [baseline, ...later] = gatewayMigrations as [Migration, ...Migration[]];
/** The steps after the baseline, which the test's database has taken. */
const SINCE = later.map(({ name }) => name);

let databases: TestDatabases;
let owner: pg.Pool;
beforeAll(async () => {
  databases = await createTestDatabases();
  owner = new pg.Pool({ connectionString: databases.gatewayOwnerUrl });
});
afterAll(async () => {
  await owner.end();
  await databases.drop();
});

/** Writes the names of steps into the database, as if it had taken these and no others. */
async function tookOnly(names: readonly string[]): Promise<void> {
  await owner.query('DELETE FROM knex_migrations');
  await owner.query(
    `INSERT INTO knex_migrations (name, batch, migration_time)
     SELECT name, 1, now() FROM unnest($1::text[]) WITH ORDINALITY AS s (name, place) ORDER BY place`,
    [names],
  );
}
async function names(): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>('SELECT name FROM knex_migrations ORDER BY id');
  return rows.map(({ name }) => name);
}
const faultOf = (error: Error) =>
  explainMigrationFault(error, {
    ...{ setting: 'OWNER_DATABASE_URL', groupRole: 'gateway_app', url: databases.gatewayOwnerUrl },
  });

describe('a database that took all the steps before the baseline', () => {
  test('counts the baseline as done: nothing is run again, and the names of its steps stay', async () => {
    await tookOnly([...OLD, ...SINCE]);
    expect(await migrateGateway(databases.gatewayOwnerUrl)).toEqual([]);
    expect(await names()).toEqual([...OLD, ...SINCE]);
  });

  test('goes on with the steps after it', () => {
    const next = { name: '172-example', up: async () => undefined };
    const left = (taken: readonly string[]) =>
      stepsOf([baseline, next], taken)
        .map(({ name }) => name)
        .filter((name) => !taken.includes(name));
    expect(left(OLD)).toEqual(['172-example']);
    expect(left([...OLD, '172-example'])).toEqual([]);
    expect(left([baseline.name])).toEqual(['172-example']);
    expect(left([])).toEqual([baseline.name, '172-example']);
  });

  test('is refused where it took a step that only a newer version has', async () => {
    await tookOnly([...OLD, '999-of-tomorrow']);
    await expect(migrateGateway(databases.gatewayOwnerUrl)).rejects.toThrow('999-of-tomorrow');
    expect(await names()).toEqual([...OLD, '999-of-tomorrow']);
  });
});

describe('a database that took only some of them', () => {
  test.each([[['001-registry']], [['001-registry', '102-released-plates', '170-lists-not-remembered']]])(
    'is refused with the version that comes between, and stays as it is: %j',
    async (taken) => {
      await tookOnly(taken);
      const fault = await migrateGateway(databases.gatewayOwnerUrl).then(() => 'migrated', faultOf);
      expect(fault).toBe(
        `OWNER_DATABASE_URL: the schema is older than that of version 0.2.0 (its newest step is \`${taken.at(-1)}\`), ` +
          'and nothing was changed; next: upgrade to version 0.2.0 (CHANGELOG.md), and from there to this one',
      );
      expect(await names()).toEqual(taken);
    },
  );
});
