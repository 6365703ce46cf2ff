/** The gateway does not start with a log-in that could unsay what was logged (least privilege, CJISSECPOL AC-6). */
import type { Queryable } from './queryable.ts';

/** Inserted into, and nothing else. */
const LOGGED = ['log_entry', 'log_checkpoint', 'mark', 'audit_detail'];

/** Asked of those that are there: a database that is not migrated is told so elsewhere. @throws Error with what to give */
export async function checkPrivileges(pool: Queryable): Promise<void> {
  const { rows } = await pool.query(
    `SELECT current_user AS role FROM unnest($1::text[]) AS t (name)
     WHERE to_regclass(t.name) IS NOT NULL
       AND has_table_privilege(to_regclass(t.name), 'UPDATE, DELETE, TRUNCATE') LIMIT 1`,
    [LOGGED],
  );
  if (rows[0] === undefined) return;
  throw new Error(
    `DATABASE_URL signs in as \`${rows[0].role}\`, who may change or delete what was logged: give a log-in that is ` +
      "in `gateway_app` and nothing more (as the owner: CREATE ROLE gateway LOGIN PASSWORD '…' IN ROLE gateway_app)",
  );
}
