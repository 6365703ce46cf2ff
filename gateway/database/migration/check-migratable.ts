/** Checks, before anything is changed, that the log-in may do what the migrations do. */
import pg from 'pg';
import { shownAddress } from '../database-address.ts';
import { connectionSettings } from '../db.ts';
import { GATEWAY_PRIVILEGES } from '../privileges/gateway-privileges.ts';
import { READS_PRIVILEGES } from '../privileges/reads-privileges.ts';
import type { MigrationTarget } from './migration-target.ts';

/** Names are quoted as SQL needs them. */
interface Found {
  readonly login: string;
  readonly database: string;
  readonly version: number;
  readonly isStandby: boolean;
  /** The owner of what was migrated before; null if nothing was, or the log-in may do what that owner may. */
  readonly otherOwner: string | null;
  /** True if it holds the tables of the other of the two databases, and not its own. */
  readonly looksSwapped: boolean;
  readonly ownsDatabase: boolean;
  readonly ownsSchema: boolean;
  readonly hasRole: boolean;
  readonly mayCreateRole: boolean;
}

const OWNERS = 'OWNER_DATABASE_URL';

const LEAST_VERSION = 150_000;

/**
 * A right to create in the schema is not enough: the migrations take rights from everybody, and of who is not the owner
 * PostgreSQL passes over that with a warning.
 */
const LOOK = `
  SELECT quote_ident(current_user) AS login, quote_ident(current_database()) AS database,
    current_setting('server_version_num')::int AS version, pg_is_in_recovery() AS "isStandby",
    (SELECT quote_ident(pg_get_userbyid(relowner)) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE nspname = 'public' AND relname = 'knex_migrations' AND NOT pg_has_role(relowner, 'USAGE')) AS "otherOwner",
    (SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()) AS "ownsDatabase",
    coalesce((SELECT pg_has_role(nspowner, 'USAGE') FROM pg_namespace WHERE nspname = 'public'), false) AS "ownsSchema",
    (SELECT count(*) FILTER (WHERE relname = $2) = 0 AND count(*) FILTER (WHERE relname = $3) > 0
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE nspname = 'public') AS "looksSwapped",
    EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS "hasRole",
    (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) AS "mayCreateRole"`;

/**
 * Resolves to the obstacles, one line each with what to run; empty where there are none.
 * @throws whatever the connection throws; Error where the target has no address
 */
export async function checkMigratable(target: MigrationTarget): Promise<string[]> {
  shownAddress(target);
  const client = new pg.Client(connectionSettings(target.url, { applicationName: 'gateway-migrate' }));
  // A connection lost between two statements fails the next one.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<Found>(LOOK, [
      target.groupRole,
      ...(target.setting === OWNERS
        ? [GATEWAY_PRIVILEGES.holds, READS_PRIVILEGES.holds]
        : [READS_PRIVILEGES.holds, GATEWAY_PRIVILEGES.holds]),
    ]);
    return faultsOf(rows[0] as Found, target).map((fault) => `${target.setting}: ${fault}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function faultsOf(found: Found, { groupRole, setting }: MigrationTarget): string[] {
  const { database, login } = found;
  if (found.version < LEAST_VERSION) {
    return [
      `PostgreSQL ${Math.floor(found.version / 10_000)} is too old; next: name one of version 15 or newer`,
    ];
  }
  if (found.isStandby)
    return [`this is a standby, which takes no change; next: name its primary in ${setting}`];
  if (found.looksSwapped) {
    const [what, other] =
      setting === OWNERS ? ["the agency's reads", 'OWNER_READS_DATABASE_URL'] : ['the gateway', OWNERS];
    return [
      `${database} is the database of ${what}: it looks swapped with ${other}; next: exchange the names of the databases in the two`,
    ];
  }
  if (found.otherOwner !== null) {
    const { otherOwner } = found;
    return [
      `the tables of ${database} belong to ${otherOwner}; next: sign in as ${otherOwner} in ${setting}`,
    ];
  }
  const faults: string[] = [];
  if (!found.ownsDatabase) {
    faults.push(
      `${login} does not own the database; next: as a superuser, ALTER DATABASE ${database} OWNER TO ${login};`,
    );
  } else if (!found.ownsSchema) {
    faults.push(
      `${login} does not own the schema public; next: as a superuser, in ${database}: ` +
        `CREATE SCHEMA IF NOT EXISTS public; ALTER SCHEMA public OWNER TO ${login};`,
    );
  }
  if (!found.hasRole && !found.mayCreateRole) {
    faults.push(
      `the role ${groupRole} is missing, and ${login} may create none; next: as a superuser, CREATE ROLE ${groupRole} NOLOGIN;`,
    );
  }
  return faults;
}
