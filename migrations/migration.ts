/** One step of a schema, as the lists of the two databases hold them. */
import type { Knex } from 'knex';

/** `name` is kept in the database: no extension, so that source and build agree. */
export interface Migration {
  readonly name: string;
  readonly up: (knex: Knex) => Promise<void>;
  /** `transaction: false` for what cannot run in one, e.g. `CREATE INDEX CONCURRENTLY`. */
  readonly config?: { readonly transaction?: boolean };
  /** Names the last step that a baseline replaces: a database that took that step already has the whole baseline. */
  readonly replaces?: string;
}
