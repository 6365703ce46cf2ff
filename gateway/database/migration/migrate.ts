/** Brings the two databases to the newest schema; forward only. Run as their owner, never as the gateway's role. */
import type { Knex } from 'knex';
import { gatewayMigrations } from '../../../migrations/gateway/index.ts';
import type { Migration } from '../../../migrations/migration.ts';
import { readsMigrations } from '../../../migrations/reads/index.ts';
import { LOCK_KEY } from '../advisory-locks.ts';
import { connectKnex, type Db } from '../connect-knex.ts';
import { SchemaTooOld, StepFailed, UnderWay } from './explain-migration-fault.ts';

/** Migrates the gateway's database. Resolves to the names of the steps taken now. */
export function migrateGateway(ownerUrl: string): Promise<string[]> {
  return migrate(ownerUrl, gatewayMigrations);
}

/** Migrates the reads' database. Resolves to the names of the steps taken now. */
export function migrateReads(ownerUrl: string): Promise<string[]> {
  return migrate(ownerUrl, readsMigrations);
}

/** Ms that a session which uses a table is waited for. */
const LOCK_PATIENCE = 30_000;
/** Ms that another migration is waited for. */
const TURN_PATIENCE = 5_000;
const LOCK_NOT_AVAILABLE = '55P03';

async function migrate(ownerUrl: string, migrations: readonly Migration[]): Promise<string[]> {
  const db = connectKnex(ownerUrl, {
    applicationName: 'gateway-migrate',
    max: 2,
    statementTimeout: 0,
    lockTimeout: LOCK_PATIENCE,
    idleInTransactionTimeout: 0,
  });
  try {
    return await alone(db, async () => {
      const migrationSource = sourceOf(stepsOf(migrations, await namesTaken(db)));
      // Nobody else migrates under the advisory lock: a lock row that stands was left by a killed process.
      await db.migrate.forceFreeMigrationsLock({ migrationSource });
      const [, taken] = (await db.migrate.latest({ migrationSource })) as [number, string[]];
      return taken;
    });
  } finally {
    await db.destroy();
  }
}

/**
 * Runs `work` while holding an advisory lock, which PostgreSQL lets go when the process dies.
 * @throws UnderWay where another migration holds it, with its session
 */
async function alone<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw(`SET LOCAL lock_timeout = ${TURN_PATIENCE}`);
    await trx.raw('SELECT pg_advisory_xact_lock(?)', [LOCK_KEY.migration]).catch(async (cause) => {
      throw cause.code === LOCK_NOT_AVAILABLE ? new UnderWay(await holderOf(db), cause) : cause;
    });
    return work();
  });
}

/** Returns the session that holds it, or null where it has ended by now. */
async function holderOf(db: Db): Promise<number | null> {
  const { rows } = await db.raw(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = ? AND objsubid = 1
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    [LOCK_KEY.migration],
  );
  return rows[0]?.pid ?? null;
}

/** Returns the names of the steps that the database has taken, in order. */
async function namesTaken(db: Db): Promise<string[]> {
  if (!(await db.schema.hasTable('knex_migrations'))) return [];
  const { rows } = await db.raw('SELECT name FROM knex_migrations ORDER BY id');
  return rows.map(({ name }: { name: string }) => name);
}

/**
 * Returns the steps of this database. One that took the steps in whose place a baseline stands keeps them, and their
 * names: a node of the version before looks for them there, and an audit compares them with those of the month before.
 * @throws SchemaTooOld where it has taken some of them, and not the last
 */
export function stepsOf(migrations: readonly Migration[], taken: readonly string[]): readonly Migration[] {
  const baseline = migrations.find(({ replaces }) => replaces !== undefined);
  if (baseline?.replaces === undefined || taken.length === 0 || taken.includes(baseline.name))
    return migrations;
  const last = taken.indexOf(baseline.replaces);
  if (last === -1) throw new SchemaTooOld(taken.at(-1) as string);
  const kept = taken.slice(0, last + 1).map((name) => ({ ...baseline, name }));
  return [...kept, ...migrations.filter((step) => step !== baseline)];
}

function sourceOf(migrations: readonly Migration[]): Knex.MigrationSource<Migration> {
  return {
    getMigrations: async () => [...migrations],
    getMigrationName: (migration) => migration.name,
    getMigration: async ({ up, config = {}, name }) => ({
      up: (knex) =>
        up(knex).catch((cause) => {
          throw new StepFailed(name, cause);
        }),
      down: () => Promise.reject(new Error(`migration \`${name}\` cannot be undone: write a new one`)),
      config,
    }),
  };
}
