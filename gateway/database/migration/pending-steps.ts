/** Finds the steps of a schema that a database lacks. */
import type { Migration } from '../../../migrations/migration.ts';
import type { Queryable } from '../queryable.ts';

/** Resolves to their names, in their order. @throws the database's error where no step was ever taken */
export async function findPendingSteps(db: Queryable, steps: readonly Migration[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>('SELECT name FROM knex_migrations');
  const taken = new Set(rows.map(({ name }) => name));
  return steps.map(({ name }) => name).filter((name) => !taken.has(name));
}
