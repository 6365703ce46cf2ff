/** Brings the two databases to the newest schema; forward only. Run as their owner, never as the gateway's role. */
import type { Knex } from 'knex';
import { gatewayMigrations } from '../../migrations/gateway/index.ts';
import type { Migration } from '../../migrations/migration.ts';
import { readsMigrations } from '../../migrations/reads/index.ts';
import { LOCK_KEY } from '../advisory-locks.ts';
import { connectKnex, type Db } from './db.ts';

/** Migrates the gateway's database. Resolves to the names of the steps taken now. */
export function migrateGateway(ownerUrl: string): Promise<string[]> {
  return migrate(ownerUrl, gatewayMigrations);
}

/** Migrates the reads' database. Resolves to the names of the steps taken now. */
export function migrateReads(ownerUrl: string): Promise<string[]> {
  return migrate(ownerUrl, readsMigrations);
}

async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const db = connectKnex(ownerUrl, {
    applicationName: 'gateway-migrate',
    max: 2,
    statementTimeout: 0,
    idleInTransactionTimeout: 0,
  });
  try {
    return await alone(db, async () => {
      // Under the advisory lock nobody else migrates: a lock row that stands was left by a killed process.
      await db.migrate.forceFreeMigrationsLock({ migrationSource: sourceOf(migrations) });
      const [, taken] = (await db.migrate.latest({ migrationSource: sourceOf(migrations) })) as [
        number,
        string[],
      ];
      return taken;
    });
  } finally {
    await db.destroy();
  }
}

/** Runs `work` while holding an advisory lock, which PostgreSQL lets go when the process dies. */
async function alone<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_KEY.migration]);
    return work();
  });
}

function sourceOf(migrations: readonly Migration[]): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration) => migration.name,
    getMigration: async ({ up, config = {}, name }) => ({
      up,
      down: () => Promise.reject(new Error(`migration \`${name}\` cannot be undone: write a new one`)),
      config,
    }),
  };
}
