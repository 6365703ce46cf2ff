/**
 * The gateway does not start with a log-in that may do more than is declared (least privilege, CJISSECPOL AC-6): what
 * was logged could be unsaid with it, or a right be made that nobody gave. New tables are closed to it until somebody
 * has declared them.
 */

import { sqlName } from '../database-sentences.ts';
import { DatabaseFault } from '../in-database.ts';
import type { Queryable } from '../queryable.ts';
import {
  type FoundPrivilege,
  type FoundRole,
  findMissingGuards,
  findPrivileges,
  findRole,
} from './found-privileges.ts';
import { findLacking } from './lacking-privileges.ts';
import type { DeclaredPrivileges } from './privileges.ts';
import { suggestLogin } from './suggest-login.ts';

/** The most that are named; the rest are counted. */
const MOST_NAMED = 12;

/** The log-in may do too much, or too little: the message has the statements that mend it. */
export class WrongPrivileges extends DatabaseFault {
  constructor(message: string) {
    super(message, true, undefined);
  }
}

/** @throws WrongPrivileges that names what the log-in may do beyond the declaration, or lacks of it, with what mends it */
export async function checkPrivileges(db: Queryable, declared: DeclaredPrivileges): Promise<void> {
  const role = await findRole(db);
  const { setting } = declared;
  const mighty = [...role.attributes, ...role.owns.map((what) => `the owner of ${what}`)];
  if (mighty.length > 0) {
    throw new WrongPrivileges(
      `${setting} signs in as \`${role.name}\`, who may change or delete whatever there is (${mighty[0]}); next: ` +
        (await suggestLogin(db, declared)),
    );
  }
  if (!role.groups.includes(declared.role)) {
    throw new WrongPrivileges(
      `${setting} signs in as \`${role.name}\`, which is not in \`${declared.role}\`; next: ${
        role.groups.length === 0 ? granted(role, declared) : await suggestLogin(db, declared)
      }`,
    );
  }
  const found = await findPrivileges(db);
  const faults = [
    ...beyondRole(role, declared),
    ...beyondTables(found, role, declared),
    ...(await findMissingGuards(db, guardsOf(declared))).map(describeMissing),
  ];
  if (faults.length > 0) {
    throw new WrongPrivileges(
      `${setting} signs in as \`${role.name}\`, who may do more than the gateway needs. Bring the schema up to date with ` +
        `\`migrate\`; what is left, mend as the owner of the database, or as a superuser where it says so:${listed(faults)}`,
    );
  }
  const lacking = await findLacking(db, found, declared);
  if (lacking.length > 0) {
    throw new WrongPrivileges(
      `${setting} signs in as \`${role.name}\`, who may do less than the gateway needs; next: as the owner of the ` +
        `database:${listed(lacking)}`,
    );
  }
}

function listed(faults: readonly string[]): string {
  const named = faults.slice(0, MOST_NAMED).map((fault) => `\n  - ${fault}`);
  const more = faults.length > MOST_NAMED ? `\n  - and ${faults.length - MOST_NAMED} more` : '';
  return `${named.join('')}${more}`;
}

function granted({ name }: FoundRole, { role }: DeclaredPrivileges): string {
  return `as a superuser, GRANT ${role} TO ${sqlName(name)};`;
}

function beyondRole(role: FoundRole, { functions, role: group }: DeclaredPrivileges): string[] {
  const from = grantees(role, group);
  return [
    ...role.groups
      .filter((name) => name !== group)
      .map(
        (name) => `is in \`${name}\`; as a superuser: REVOKE ${sqlName(name)} FROM ${sqlName(role.name)};`,
      ),
    ...role.creates.map((where) => `may CREATE in ${where}: REVOKE CREATE ON ${where} FROM ${from};`),
    ...role.functions
      .filter((name) => functions[name] === undefined)
      .map((name) => `may call ${name}: REVOKE EXECUTE ON FUNCTION ${name} FROM ${from};`),
    ...role.defaults.map(
      (owner) =>
        `will have rights in whatever \`${owner}\` makes; as a superuser: ALTER DEFAULT PRIVILEGES FOR ROLE ` +
        `${sqlName(owner)} REVOKE ALL ON TABLES FROM ${from};`,
    ),
    ...role.parameters.map(
      (name) =>
        `may set ${name}; as a superuser: REVOKE SET, ALTER SYSTEM ON PARAMETER ${name} FROM ${from};`,
    ),
  ];
}

function beyondTables(
  found: readonly FoundPrivilege[],
  role: FoundRole,
  declared: DeclaredPrivileges,
): string[] {
  const from = grantees(role, declared.role);
  const beyond = found.filter((one) => !isDeclared(one, declared));
  const grouped = new Map<string, { readonly first: FoundPrivilege; readonly columns: string[] }>();
  for (const one of beyond) {
    const key = `${one.privilege} ${one.name}`;
    const group = grouped.get(key) ?? { first: one, columns: [] };
    if (one.column !== null) group.columns.push(one.column);
    grouped.set(key, group);
  }
  return [...grouped.values()].map(({ columns, first: { name, privilege } }) => {
    const what = columns.length === 0 ? privilege : `${privilege} (${columns.join(', ')})`;
    const instead = columns.length === 0 ? restored(name, privilege, declared) : '';
    return `may ${what} on ${name}: REVOKE ${what} ON ${name} FROM ${from};${instead}`;
  });
}

/** Grants again the columns whose privileges go when that of the whole table is revoked. */
function restored(name: string, privilege: string, { role, tables }: DeclaredPrivileges): string {
  const columns = { INSERT: tables[name]?.insert, UPDATE: tables[name]?.update }[privilege];
  return Array.isArray(columns) ? ` GRANT ${privilege} (${columns.join(', ')}) ON ${name} TO ${role};` : '';
}

/** True if the log-in is meant to have the privilege. */
export function isDeclared(
  { column, name, privilege }: FoundPrivilege,
  { sequences, tables }: DeclaredPrivileges,
): boolean {
  const sequence = sequences[name];
  if (sequence !== undefined) return privilege === 'USAGE' || (privilege === 'SELECT' && sequence.read);
  const table = tables[name];
  if (table === undefined) return false;
  if (privilege === 'SELECT') return true;
  if (privilege === 'DELETE') return table.delete === true;
  const columns = { INSERT: table.insert, UPDATE: table.update }[privilege];
  return columns === true || (column !== null && columns?.includes(column) === true);
}

function grantees({ name }: FoundRole, group: string): string {
  return `PUBLIC, ${group}, ${sqlName(name)}`;
}

/** Returns the triggers that have to be there, as `table.trigger`. */
const guardsOf = ({ tables }: DeclaredPrivileges) =>
  Object.entries(tables).flatMap(([table, { guards = [] }]) =>
    guards.map((name) => `${table}.${table}_${name}`),
  );

function describeMissing(guard: string): string {
  const [table, trigger] = guard.split('.');
  return `is not held by the trigger ${trigger}: ALTER TABLE ${table} ENABLE TRIGGER ${trigger};`;
}
