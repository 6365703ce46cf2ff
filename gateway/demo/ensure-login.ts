/** Makes log-ins for the demo and the tests; in production the operator creates them. */
import { connectKnex } from '../database/connect-knex.ts';

export interface Login {
  readonly login: string;
  readonly password: string;
  /** Group roles that the migrations made, e.g. `gateway_app`. */
  readonly memberOf?: readonly string[];
  /** True for the owner of a database, who creates roles in its migrations. */
  readonly createRole?: boolean;
}

/**
 * Creates the log-in, or gives it this password and these groups, and no other rights.
 * @param ownerUrl a log-in with `CREATEROLE` that made the groups, or a superuser
 * @throws Error that names the log-in and the SQLSTATE, never the password
 */
export async function ensureLogin(ownerUrl: string, wanted: Login): Promise<void> {
  const db = connectKnex(ownerUrl, { applicationName: 'gateway-ensure-login', max: 1 });
  try {
    await db.transaction(async (trx) => {
      const found = await trx.raw('SELECT 1 FROM pg_roles WHERE rolname = ?', [wanted.login]);
      // An existing one keeps its attributes: only a superuser may name them, even unchanged.
      const create = `CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB ${wanted.createRole ? 'CREATEROLE' : 'NOCREATEROLE'}`;
      // Utility statements take no parameters, so `format` quotes.
      const quoted = await trx.raw('SELECT format(?, ?::text, ?::text) AS statement', [
        `${found.rows.length === 0 ? create : 'ALTER ROLE %I LOGIN'} PASSWORD %L`,
        wanted.login,
        wanted.password,
      ]);
      await trx.raw(quoted.rows[0].statement).catch((error: { code?: unknown }) => {
        // The database's own message quotes the statement, and so the password.
        throw new Error(`the log-in \`${wanted.login}\` could not be made (SQLSTATE ${error.code})`);
      });
      for (const group of wanted.memberOf ?? []) await trx.raw('GRANT ?? TO ??', [group, wanted.login]);
    });
  } finally {
    await db.destroy();
  }
}
