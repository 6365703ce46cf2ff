/** Group roles: what a log-in may do is decided here, who logs in is the operator's (or the demo's) business. */
import type { Knex } from 'knex';

/**
 * Creates a role without log-in, unless it is there: roles belong to the whole cluster, not to one database.
 * The owner needs `CREATEROLE`, or the operator creates the role first.
 */
export async function ensureGroupRole(knex: Knex, role: string): Promise<void> {
  const { rows } = await knex.raw('SELECT 1 FROM pg_roles WHERE rolname = ?', [role]);
  if (rows.length > 0) return;
  await knex.raw(`
    DO $$ BEGIN
      CREATE ROLE ${knex.ref(role).toQuery()} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database's migration was faster
    END $$`);
}
