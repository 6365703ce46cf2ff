/** Why a database cannot be migrated, in one line with the next step: no statement, no value, no password. */
import { type MigrationTarget, NoAddress, type ShownAddress, shownAddress } from './migration-target.ts';

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

type Sentence = (address: ShownAddress, setting: string) => string;

const unreachable: Sentence = ({ at }, setting) =>
  `nobody answers at ${at}; next: start PostgreSQL there, or correct host and port in ${setting}`;

/** By SQLSTATE, or by Node's code for a connection. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  '3D000': ({ database, login }) =>
    `there is no database \`${database}\`; next: as a superuser, CREATE DATABASE ${named(database)} OWNER ${named(login)};`,
  '28P01': ({ login }, setting) =>
    `the password of \`${login}\`, or the name, is wrong; next: correct it in ${setting}`,
  '28000': ({ login }, setting) =>
    `PostgreSQL does not let \`${login}\` in from here; next: correct the name in ${setting}, or pg_hba.conf there`,
  '42501': ({ database, login }, setting) =>
    `\`${login}\` may not do this in \`${database}\`; next: sign in as the owner of the database in ${setting}`,
  '53300': ({ at }) =>
    `PostgreSQL at ${at} has no connection left; next: try again, or raise max_connections there`,
  '57P03': ({ at }) => `PostgreSQL at ${at} is starting or stopping; next: try again shortly`,
  '55P03': ({ database }) =>
    `\`${database}\` is in use: another session holds what would change; next: stop the nodes (\`serve\`), and try again`,
  ECONNREFUSED: unreachable,
  ENOENT: unreachable,
  EHOSTUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOTFOUND: ({ at }, setting) => `the host of ${at} has no address; next: correct it in ${setting}`,
  EAI_AGAIN: ({ at }, setting) =>
    `the host of ${at} has no address now; next: correct it in ${setting}, or try again`,
};

/** Where `pg` gives no code. */
const WORDS: readonly (readonly [said: RegExp, sentence: Sentence])[] = [
  [
    /^SASL.*password/,
    ({ login }, setting) => `no password is given for \`${login}\`; next: write it into ${setting}`,
  ],
  [/timeout/i, unreachable],
  [
    /SSL/,
    ({ at }, setting) =>
      `PostgreSQL at ${at} speaks no TLS as asked for; next: correct sslmode in ${setting}`,
  ],
  [
    /terminated/,
    ({ at }) => `PostgreSQL at ${at} ended the connection; next: look into its log, and try again`,
  ],
];

/** @param error as it was thrown while the target was looked at or migrated */
export function explainMigrationFault(error: unknown, target: MigrationTarget): string {
  if (error instanceof NoAddress) return error.message;
  const address = shownAddress(target);
  if (error instanceof UnderWay) {
    const { session } = error;
    const end = session === null ? '' : `, or, if it hangs, SELECT pg_terminate_backend(${session});`;
    return `${target.setting}: another migration is under way; next: wait for its end${end}`;
  }
  const cause = (error instanceof StepFailed ? error.cause : error) as Error & { code?: string };
  const code = cause.code ?? '';
  const sentence = SENTENCES[code] ?? WORDS.find(([said]) => code === '' && said.test(cause.message))?.[1];
  if (sentence !== undefined) return `${target.setting}: ${sentence(address, target.setting)}`;
  const what =
    error instanceof StepFailed ? `the step \`${error.step}\`` : `a look at \`${address.database}\``;
  const of = code === '' ? cause.name : `SQLSTATE ${code}`;
  return `${target.setting}: ${what} failed (${of}), nothing of it stays; next: find its words in the log of PostgreSQL at ${address.at}`;
}

/** As SQL names it. */
function named(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
