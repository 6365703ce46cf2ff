/** Finds what the log-in of a connection may do in its database, whichever way it came by it. */
import { findColumn, findRows, type Queryable } from '../queryable.ts';

/** `column` null: the whole relation. */
export interface FoundPrivilege {
  readonly name: string;
  readonly privilege: string;
  readonly column: string | null;
}

/** Relations of its own only: what the system's catalogs show to everybody is not secret. */
const RELATIONS = `
  SELECT c.oid, c.relkind = 'S' AS is_sequence, n.nspname AS schema,
    CASE n.nspname WHEN 'public' THEN quote_ident(c.relname) ELSE format('%I.%I', n.nspname, c.relname) END AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    AND n.nspname !~ '^pg_(toast|temp)'`;

/** SQL of a function's signature, from `pg_proc p` and `pg_namespace n`; one of `public` has no schema. */
export const SIGNATURE = `
  CASE n.nspname WHEN 'public' THEN '' ELSE quote_ident(n.nspname) || '.' END
    || quote_ident(p.proname) || '(' || replace(oidvectortypes(p.proargtypes), ' ', '') || ')'`;

/** Asks the server, which counts in PUBLIC, groups and ownership. */
export const findPrivileges = (db: Queryable) =>
  findRows<FoundPrivilege>(
    db,
    `
    WITH relation AS MATERIALIZED (${RELATIONS}),
      privilege AS (SELECT unnest('{SELECT,INSERT,UPDATE,DELETE,TRUNCATE,REFERENCES,TRIGGER}'::text[]
        || CASE WHEN current_setting('server_version_num')::int >= 170000 THEN '{MAINTAIN}' ELSE '{}' END::text[]) AS p)
    SELECT name, p AS privilege, NULL AS column FROM relation, privilege
    WHERE NOT is_sequence AND has_table_privilege(oid, p)
    UNION ALL
    SELECT name, p, a.attname FROM relation r
    JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped,
      unnest('{SELECT,INSERT,UPDATE,REFERENCES}'::text[]) AS p
    WHERE NOT is_sequence AND NOT has_table_privilege(r.oid, p) AND has_column_privilege(r.oid, a.attnum, p)
    UNION ALL
    SELECT name, p, NULL FROM relation, unnest('{USAGE,SELECT,UPDATE}'::text[]) AS p
    WHERE is_sequence AND has_sequence_privilege(oid, p)
    ORDER BY 1, 2, 3`,
  );

export interface FoundRole {
  readonly name: string;
  /** Attributes of a role, its own or its group's, by which it could help itself to more. */
  readonly attributes: readonly string[];
  /** Roles that it is in, or may become. */
  readonly groups: readonly string[];
  /** The objects that belong to it, the database of the connection first. */
  readonly owns: readonly string[];
  /** Schemas in which it may make what lasts, and the database; a temporary table is its own session's. */
  readonly creates: readonly string[];
  /** Functions that act with their owner's rights and that it may call. */
  readonly functions: readonly string[];
  /** Rights that it, its group or PUBLIC will have in what is made from now on: by whom. */
  readonly defaults: readonly string[];
  /** Settings that it was given a right to. */
  readonly parameters: readonly string[];
}

export async function findRole(db: Queryable): Promise<FoundRole> {
  const { rows } = await db.query(`
    WITH mine AS (SELECT r.oid, r.rolname FROM pg_roles r WHERE pg_has_role(r.oid, 'MEMBER')),
      own AS (SELECT oid FROM pg_roles WHERE rolname = current_user),
      outside AS (SELECT oid, nspname, nspowner FROM pg_namespace
        WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_(toast|temp)')
    SELECT current_user AS name,
      ARRAY(SELECT DISTINCT a FROM pg_roles r, unnest(ARRAY[
          CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
          CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
          CASE WHEN rolreplication THEN 'REPLICATION' END]) AS a
        WHERE a IS NOT NULL AND r.rolname = current_user ORDER BY a) AS attributes,
      ARRAY(SELECT rolname::text FROM mine WHERE rolname <> current_user ORDER BY 1) AS groups,
      ARRAY(SELECT what FROM (
        SELECT 'DATABASE ' || quote_ident(datname) AS what, datdba AS owner FROM pg_database
        UNION ALL SELECT 'SCHEMA ' || quote_ident(nspname), nspowner FROM pg_namespace
        UNION ALL SELECT 'TABLE ' || c.oid::regclass::text, relowner FROM pg_class c WHERE relkind <> 't'
          AND relnamespace IN (SELECT oid FROM outside)
        UNION ALL SELECT 'FUNCTION ' || p.oid::regprocedure::text, proowner FROM pg_proc p) AS o
        WHERE owner IN (SELECT oid FROM own)
        ORDER BY what <> 'DATABASE ' || quote_ident(current_database()), what) AS owns,
      ARRAY(SELECT 'SCHEMA ' || quote_ident(nspname) FROM outside WHERE has_schema_privilege(oid, 'CREATE')
        UNION ALL SELECT 'DATABASE ' || quote_ident(current_database())
          WHERE has_database_privilege(current_database(), 'CREATE')) AS creates,
      ARRAY(SELECT ${SIGNATURE} FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.pronamespace IN (SELECT oid FROM outside) AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
          AND has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1) AS functions,
      ARRAY(SELECT DISTINCT pg_get_userbyid(d.defaclrole)::text FROM pg_default_acl d, aclexplode(d.defaclacl) AS e
        WHERE (e.grantee = 0 AND d.defaclobjtype NOT IN ('f', 'T')) OR e.grantee IN (SELECT oid FROM mine)
        ORDER BY 1) AS defaults`);
  return { ...rows[0], parameters: await findParameters(db) };
}

/** Finds parameters it may set; PostgreSQL has such privileges from 15 on. */
async function findParameters(db: Queryable): Promise<string[]> {
  const { rows: known } = await db.query(
    `SELECT 1 WHERE to_regclass('pg_catalog.pg_parameter_acl') IS NOT NULL`,
  );
  if (known.length === 0) return [];
  const { rows } = await db.query(
    `SELECT parname AS name FROM pg_parameter_acl WHERE has_parameter_privilege(parname, 'SET, ALTER SYSTEM')`,
  );
  return rows.map(({ name }) => name as string);
}

/** Returns the triggers (`table.trigger`) that are missing or switched off, of tables that are there. */
export const findMissingGuards = (db: Queryable, guards: readonly string[]) =>
  findColumn<string>(
    db,
    `SELECT g AS guard FROM unnest($1::text[]) AS g
     WHERE to_regclass(split_part(g, '.', 1)) IS NOT NULL AND NOT EXISTS (
       SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass(split_part(g, '.', 1))
         AND t.tgname = split_part(g, '.', 2) AND t.tgenabled IN ('O', 'A'))
     ORDER BY 1`,
    [guards],
  );
