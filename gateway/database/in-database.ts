/** Work on a database that a setting names: what is wrong with either is told with the setting and the next step. */
import pg from 'pg';
import { type DatabaseAddress, InvalidDatabaseUrl, shownAddress } from './database-address.ts';
import { databaseSentence } from './database-sentences.ts';
import { NoConnection } from './db-transaction.ts';

/** An obstacle in the database, in one line with the setting and the next step. */
export class DatabaseFault extends Error {
  /** True if somebody must change something: it does not pass by itself, as where nobody answers now. */
  readonly isMisconfigured: boolean;
  constructor(message: string, isMisconfigured: boolean, cause: unknown) {
    super(message, { cause });
    this.isMisconfigured = isMisconfigured;
  }
}

/** @throws DatabaseFault for what is explained; whatever else `work` throws, as it is */
export async function inDatabase<T>(address: DatabaseAddress, work: () => Promise<T>): Promise<T> {
  try {
    shownAddress(address);
    return await work();
  } catch (error) {
    throw explainDatabaseFault(error, address) ?? error;
  }
}

/** Explains what a database, or the way to it, has thrown; null where there is no explanation. */
export function explainDatabaseFault(error: unknown, address: DatabaseAddress): DatabaseFault | null {
  if (error instanceof DatabaseFault) return error;
  if (error instanceof InvalidDatabaseUrl) return new DatabaseFault(error.message, true, error);
  const cause = error instanceof NoConnection ? error.cause : error;
  const sentence = notMigrated(cause, address) ?? databaseSentence(cause, address);
  return sentence === null ? null : new DatabaseFault(sentence, isMisconfigured(cause), cause);
}

/** A table, column, function or type that a migration would have made. */
const UNDEFINED: ReadonlySet<string> = new Set(['42P01', '42703', '42883', '42704']);

function notMigrated(cause: unknown, address: DatabaseAddress): string | null {
  if (!(cause instanceof pg.DatabaseError && UNDEFINED.has(cause.code ?? ''))) return null;
  const { database } = shownAddress(address);
  return `${address.setting}: \`${database}\` is not migrated to this version; next: npm run gateway -- migrate`;
}

/** Classes of SQLSTATE: who signs in, and to what, and what is there. */
function isMisconfigured(cause: unknown): boolean {
  const { code, message } = cause as { code?: string; message: string };
  return code === undefined ? /^(SASL|The server)/.test(message) : /^(28|3D|42)/.test(code);
}
