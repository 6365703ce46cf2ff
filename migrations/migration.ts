/** One step of a schema, as the lists of the two databases hold them. */
import type { Knex } from 'knex';

/** `name` is kept in the database: no extension, so that source and build agree. */
export interface Migration {
  readonly name: string;
  readonly up: (knex: Knex) => Promise<void>;
  /** `transaction: false` for what cannot run in one, e.g. `CREATE INDEX CONCURRENTLY`. */
  readonly config?: { readonly transaction?: boolean };
  /** Of a baseline, the last of the steps in whose place it stands: a database that took that one has all that it makes. */
  readonly replaces?: string;
}
