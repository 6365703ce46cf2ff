/** Suggests a log-in in place of a wrong one: an existing one, else the statement that makes it. */
import type { Queryable } from '../queryable.ts';
import type { DeclaredPrivileges } from './privileges.ts';

/** Names are quoted as SQL needs them. */
interface Found {
  /** Log-ins in the group alone, the usual name first. */
  readonly logins: readonly string[];
  readonly isNameTaken: boolean;
}

/** Leaves out log-ins with attributes that `CREATE ROLE` does not give: they would be refused as well. */
const LOOK = `
  WITH member AS (SELECT m.member, g.rolname AS group_name FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid)
  SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $2) AS "isNameTaken",
    ARRAY(SELECT quote_ident(rolname) FROM pg_roles r
      WHERE rolcanlogin AND NOT (rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication)
        AND EXISTS (SELECT FROM member WHERE member = r.oid AND group_name = $1)
        AND NOT EXISTS (SELECT FROM member WHERE member = r.oid AND group_name <> $1)
      ORDER BY rolname <> $2, rolname) AS logins`;

/** The next step, which begins with a verb. */
export async function suggestLogin(
  db: Queryable,
  { login: usual, role, setting }: DeclaredPrivileges,
): Promise<string> {
  const { rows } = await db.query(LOOK, [role, usual]);
  const {
    isNameTaken,
    logins: [login],
  } = rows[0] as Found;
  if (login !== undefined)
    return `write into ${setting} the log-in \`${login}\`, which is in \`${role}\` and nothing more`;
  const name = isNameTaken ? `${usual}_2` : usual;
  return `write into ${setting} a log-in made so, as a superuser: CREATE ROLE ${name} LOGIN PASSWORD '…' IN ROLE ${role};`;
}
