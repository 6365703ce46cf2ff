/** Finds declared privileges that a log-in lacks, as after a restored dump, as statements that grant them. */
import { type Queryable, readRow } from '../queryable.ts';
import { type FoundPrivilege, SIGNATURE } from './found-privileges.ts';
import type { DeclaredPrivileges, TablePrivileges } from './privileges.ts';

/** Finds those of relations that exist; a missing one is a schema not migrated, reported elsewhere. */
export async function findLacking(
  db: Queryable,
  found: readonly FoundPrivilege[],
  { functions, role, sequences, tables }: DeclaredPrivileges,
): Promise<string[]> {
  const there = await findThere(db, Object.keys(functions));
  const has = (name: string, privilege: string, column: string | null = null) =>
    found.some((one) => one.name === name && one.privilege === privilege && one.column === column);
  const ofTable = ([name, declared]: [string, TablePrivileges]) =>
    lackingOf(declared, (privilege, column) => has(name, privilege) || has(name, privilege, column));
  const ofSequence = ([name, { read }]: [string, { readonly read: boolean }]) =>
    [...(read ? ['SELECT'] : []), 'USAGE'].filter((privilege) => !has(name, privilege));
  const statement = (what: string[], on: string) =>
    what.length === 0 ? [] : [`GRANT ${what.join(', ')} ON ${on} TO ${role};`];
  return [
    ...statement(there.mayUse ? [] : ['USAGE'], 'SCHEMA public'),
    ...Object.entries(tables)
      .filter(([name]) => there.relations.includes(name))
      .flatMap((one) => statement(ofTable(one), one[0])),
    ...Object.entries(sequences)
      .filter(([name]) => there.relations.includes(name))
      .flatMap((one) => statement(ofSequence(one), `SEQUENCE ${one[0]}`)),
    ...there.functions.flatMap((name) => statement(['EXECUTE'], `FUNCTION ${name}`)),
  ];
}

interface There {
  readonly mayUse: boolean;
  readonly relations: readonly string[];
  /** The functions, of those asked for, that may not be called. */
  readonly functions: readonly string[];
}

/** Looks up by name in the catalog, since `to_regclass` takes the right to use the schema. */
const findThere = (db: Queryable, functions: readonly string[]) =>
  readRow<There>(
    db,
    `WITH public AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = 'public')
     SELECT (SELECT has_schema_privilege(oid, 'USAGE') FROM public) AS "mayUse",
       ARRAY(SELECT c.relname::text FROM pg_class c JOIN public n ON n.oid = c.relnamespace) AS relations,
       ARRAY(SELECT f FROM unnest($1::text[]) AS f
         JOIN (SELECT p.oid, ${SIGNATURE} AS signature FROM pg_proc p JOIN public n ON n.oid = p.pronamespace) AS p
           ON p.signature = f
         WHERE NOT has_function_privilege(p.oid, 'EXECUTE') ORDER BY 1) AS functions`,
    [functions],
  );

function lackingOf(
  { delete: may, insert, update }: TablePrivileges,
  has: (privilege: string, column: string | null) => boolean,
): string[] {
  const written = ([privilege, columns]: [string, true | readonly string[] | undefined]) => {
    if (columns === undefined) return [];
    if (columns === true) return has(privilege, null) ? [] : [privilege];
    const lacking = columns.filter((column) => !has(privilege, column));
    return lacking.length === 0 ? [] : [`${privilege} (${lacking.join(', ')})`];
  };
  return [
    ...(has('SELECT', null) ? [] : ['SELECT']),
    ...written(['INSERT', insert]),
    ...written(['UPDATE', update]),
    ...(may && !has('DELETE', null) ? ['DELETE'] : []),
  ];
}
