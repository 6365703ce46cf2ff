/** Why a database cannot be migrated, in one line with the next step: no statement, no value, no password. */
import { InvalidDatabaseUrl, shownAddress } from '../database-address.ts';
import { databaseSentence } from '../database-sentences.ts';
import type { MigrationTarget } from './migration-target.ts';

/** A step that failed, and was rolled back. PostgreSQL's own words can quote values, so they are not told. */
export class StepFailed extends Error {
  readonly step: string;
  constructor(step: string, cause: unknown) {
    super(`the migration \`${step}\` failed`, { cause });
    this.step = step;
  }
}

/** Another migration has its turn. */
export class UnderWay extends Error {
  /** The session of PostgreSQL that has it; null where that cannot be told. */
  readonly session: number | null;
  constructor(session: number | null, cause: unknown) {
    super('another migration is under way', { cause });
    this.session = session;
  }
}

/** The database has not taken all the steps in whose place a baseline stands; nothing was changed. */
export class SchemaTooOld extends Error {
  /** @param newest the newest step that it has taken */
  constructor(newest: string) {
    super(
      `the schema is older than that of version 0.2.0 (its newest step is \`${newest}\`), and nothing was changed; ` +
        'next: upgrade to version 0.2.0 (CHANGELOG.md), and from there to this one',
    );
  }
}

/** @param error as it was thrown while the target was looked at or migrated */
export function explainMigrationFault(error: unknown, target: MigrationTarget): string {
  if (error instanceof InvalidDatabaseUrl) return error.message;
  if (error instanceof SchemaTooOld) return `${target.setting}: ${error.message}`;
  if (error instanceof UnderWay) {
    const { session } = error;
    const end = session === null ? '' : `, or, if it hangs, SELECT pg_terminate_backend(${session});`;
    return `${target.setting}: another migration is under way; next: wait for its end${end}`;
  }
  const cause = (error instanceof StepFailed ? error.cause : error) as Error & { code?: string };
  const sentence = databaseSentence(cause, target);
  if (sentence !== null) return sentence;
  const { at, database } = shownAddress(target);
  const what = error instanceof StepFailed ? `the step \`${error.step}\`` : `a look at \`${database}\``;
  const of = cause.code === undefined ? cause.name : `SQLSTATE ${cause.code}`;
  return `${target.setting}: ${what} failed (${of}), nothing of it stays; next: find its words in the log of PostgreSQL at ${at}`;
}
