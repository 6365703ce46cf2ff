/** Turns faults of PostgreSQL, or on the way to it, into sentences with the next step, without a password. */
import pg from 'pg';
import { type DatabaseAddress, type ShownAddress, shownAddress } from './database-address.ts';

/** SQLSTATE; where it is thrown by a connection itself, that is to a standby. */
const READ_ONLY = '25006';

type Setting = DatabaseAddress['setting'];
type Sentence = (address: ShownAddress, setting: Setting) => string;

/** A node's usual log-in, and the group that gives it its rights. The other settings are owners'. */
const OF_NODES: Readonly<Partial<Record<Setting, { readonly usual: string; readonly group: string }>>> = {
  DATABASE_URL: { usual: 'gateway', group: 'gateway_app' },
  READS_DATABASE_URL: { usual: 'gateway_reads', group: 'reads_reader' },
};

const unreachable: Sentence = ({ at }, setting) =>
  `nobody answers at ${at}; next: start PostgreSQL there, or correct host and port in ${setting}`;

const standby: Sentence = ({ at }, setting) =>
  `the server at ${at} is a standby, which takes no writes; next: name in ${setting} the primary, or the proxy that leads ` +
  'to it (gateway/docs/database.md)';

/** Describes an answer that PostgreSQL itself never gives at the door to a client such as `pg`. */
const pooler: Sentence = ({ at }, setting) =>
  `what answers at ${at} does not take the gateway's settings, as a connection pooler does; next: ${
    setting === 'READS_DATABASE_URL'
      ? 'set its ignore_startup_parameters (gateway/docs/database.md)'
      : `name in ${setting} PostgreSQL itself (gateway/docs/database.md)`
  }`;

const ended: Sentence = ({ at }) =>
  `PostgreSQL at ${at} ended the connection; next: look into its log, and try again`;

const missing: Sentence = ({ database, login }, setting) =>
  `the database \`${database}\` does not exist; next: ${
    OF_NODES[setting] === undefined
      ? `as a superuser, CREATE DATABASE ${sqlName(database)} OWNER ${sqlName(login)}; or correct the name in ${setting}`
      : `correct the name in ${setting}, or make the database first`
  }`;

/** A node's log-in has been looked at when it started: what it may not do by now, the next start names. */
const forbidden: Sentence = ({ database, login }, setting) =>
  OF_NODES[setting] === undefined
    ? `\`${login}\` may not do this in \`${database}\`; next: sign in as the owner of the database in ${setting}`
    : `\`${login}\` may not do in \`${database}\` what the gateway needs; next: correct the name in ${setting}, ` +
      'or start the node again: it then says which right is missing, and how to give it';

/** Describes a refusal at the database's door: `migrate` opens that of the reads to its group alone. */
const shutOut: Sentence = (address, setting) => {
  const own = OF_NODES[setting];
  if (own === undefined) return forbidden(address, setting);
  const { group, usual } = own;
  const login =
    address.login === usual
      ? `as a superuser, GRANT ${group} TO ${usual};`
      : `write into ${setting} the log-in \`${usual}\`, or, where there is none, make it as a superuser: ` +
        `CREATE ROLE ${usual} LOGIN PASSWORD '…' IN ROLE ${group};`;
  return (
    `\`${address.login}\` may not connect to \`${address.database}\`; next: exchange the names of the databases in ` +
    `${Object.keys(OF_NODES).join(' and ')} if they are swapped; else ${login}`
  );
};

/** Faults that end an attempt to connect, where the SQLSTATE means something else for a statement. */
const AT_THE_DOOR: Readonly<Record<string, Sentence>> = {
  '42501': shutOut,
  '55000': ({ database }) =>
    `\`${database}\` takes no connections; next: as a superuser, ALTER DATABASE ${sqlName(database)} ALLOW_CONNECTIONS true;`,
};

/** Refusals by SQLSTATE. */
const REFUSALS: Readonly<Record<string, Sentence>> = {
  '3D000': missing,
  '28P01': ({ login }, setting) =>
    `the password of \`${login}\`, or the name, is wrong; next: correct it in ${setting}`,
  '28000': ({ login }, setting) =>
    `PostgreSQL does not let \`${login}\` in from here; next: correct the name in ${setting}, or pg_hba.conf there`,
  '08P01': pooler,
  [READ_ONLY]: standby,
  '42501': forbidden,
  '53300': ({ at }) =>
    `PostgreSQL at ${at} has no connection left; next: try again, or raise max_connections there`,
  '57P01': ended,
  '57P02': ended,
  '57P03': ({ at }) => `PostgreSQL at ${at} is starting or stopping; next: try again shortly`,
  '55P03': ({ database }) =>
    `\`${database}\` is in use: another session holds what would change; next: stop the nodes (\`serve\`), and try again`,
};

/** Faults of the connection by Node's code. */
const WAYS: Readonly<Record<string, Sentence>> = {
  ECONNREFUSED: unreachable,
  // The path of a Unix socket that does not exist.
  ENOENT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  ENOTFOUND: ({ at }, setting) => `the host of ${at} has no address; next: correct it in ${setting}`,
  EAI_AGAIN: ({ at }, setting) =>
    `the host of ${at} has no address now; next: correct it in ${setting}, or try again`,
};

/** Faults for which `pg` gives no code, by how its message begins. */
const WORDS: readonly (readonly [said: RegExp, sentence: Sentence])[] = [
  [
    /^SASL.*password/,
    ({ login }, setting) => `no password is given for \`${login}\`; next: write it into ${setting}`,
  ],
  [/^(timeout e|Connection terminated due to connection timeout)/, unreachable],
  [
    /^(The server does not support SSL|There was an error establishing an SSL)/,
    ({ at }, setting) =>
      `PostgreSQL at ${at} speaks no TLS as asked for; next: correct sslmode in ${setting}`,
  ],
  [/^Connection terminated/, ended],
];

/** Returns the sentence for what a connection throws, with the setting ahead, or null if there is none. */
export function databaseSentence(error: unknown, address: DatabaseAddress): string | null {
  const sentence = sentenceOf(error);
  return sentence === null ? null : `${address.setting}: ${sentence(shownAddress(address), address.setting)}`;
}

function sentenceOf(error: unknown): Sentence | null {
  // A host with several addresses gives one fault for each.
  const [first] = (error as Partial<AggregateError>).errors ?? [];
  if (first !== undefined) return sentenceOf(first);
  if (error instanceof pg.DatabaseError) {
    const { code = '', severity } = error;
    return (severity === 'FATAL' ? AT_THE_DOOR[code] : undefined) ?? REFUSALS[code] ?? null;
  }
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (code === READ_ONLY) return standby;
  if (code === undefined) return WORDS.find(([said]) => said.test(message))?.[1] ?? null;
  return syscall === 'connect' || syscall === 'getaddrinfo' ? (WAYS[code] ?? null) : null;
}

/** A role or database as SQL names it, in a statement that somebody types. */
export function sqlName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
