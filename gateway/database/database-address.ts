/** A database's address as a setting names it, and what of it may be shown. */
import { createRequire } from 'node:module';

export interface DatabaseAddress {
  /** The setting that names it; its value holds a password and is never shown. */
  readonly setting: 'DATABASE_URL' | 'READS_DATABASE_URL' | 'OWNER_DATABASE_URL' | 'OWNER_READS_DATABASE_URL';
  readonly url: string;
}

/** The parts of the address that may be shown: everything but the password. */
export interface ShownAddress {
  readonly login: string;
  readonly database: string;
  readonly at: string;
}

/** The setting's value is not a PostgreSQL URL. */
export class InvalidDatabaseUrl extends Error {}

/** True if `pg` can read it; a common fault is a `%` in a password that begins no code. */
export function isDatabaseUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { password, pathname, protocol, username } = new URL(url);
  try {
    for (const part of [username, password, pathname]) decodeURIComponent(part);
  } catch {
    return false;
  }
  return /^postgres(ql)?:$/.test(protocol);
}

/** The form of the address, for a sentence. */
export const DATABASE_URL_FORM =
  'postgresql://LOGIN:PASSWORD@HOST/DATABASE, and in the password % as %25, @ as %40, : as %3A, / as %2F, # as %23, ' +
  '? as %3F';

/** @throws InvalidDatabaseUrl with a one-line message if the setting is not a PostgreSQL URL */
export function shownAddress({ setting, url }: DatabaseAddress): ShownAddress {
  if (!isDatabaseUrl(url)) {
    throw new InvalidDatabaseUrl(
      `${setting} is not the address of a database; next: write it as ${DATABASE_URL_FORM}`,
    );
  }
  const { hostname, pathname, port, searchParams, username } = new URL(url);
  const host = hostname || searchParams.get('host') || 'localhost';
  const login = decodeURIComponent(username) || searchParams.get('user') || usualLogin();
  return {
    login,
    database: decodeURIComponent(pathname.slice(1)) || login,
    at: `${host}:${port || searchParams.get('port') || 5432}`,
  };
}

/** The log-in of an address that names none. Loaded only then: every command reads settings, and few ask a database. */
function usualLogin(): string {
  const { defaults } = createRequire(import.meta.url)('pg') as typeof import('pg');
  return defaults.user ?? '';
}
