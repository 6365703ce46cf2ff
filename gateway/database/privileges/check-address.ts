/** Checks that a setting names its own database and a log-in of its own group: both are easily swapped. */
import { DatabaseFault } from '../in-database.ts';
import { type Queryable, readRow } from '../queryable.ts';
import type { DeclaredPrivileges } from './privileges.ts';
import { suggestLogin } from './suggest-login.ts';

interface Found {
  readonly login: string;
  readonly database: string;
  readonly hasOwn: boolean;
  readonly hasOther: boolean;
  readonly isInOwn: boolean;
  readonly isInOther: boolean;
}

/**
 * @param other what is declared for the setting with which it may have been swapped
 * @throws DatabaseFault that says what to exchange
 */
export async function checkAddress(
  db: Queryable,
  own: DeclaredPrivileges,
  other: DeclaredPrivileges,
): Promise<void> {
  const found = await find(db, own, other);
  const hasOthersDatabase = found.hasOther && !found.hasOwn;
  const hasOthersLogin = found.isInOther && !found.isInOwn;
  if (!hasOthersDatabase && !hasOthersLogin) return;
  const database = `the database of ${other.what}, \`${found.database}\``;
  const login = `signs in as \`${found.login}\`, a log-in for ${other.what}`;
  const looks = `it looks swapped with ${other.setting}; next: exchange`;
  const fault = !hasOthersLogin
    ? `names ${database}: ${looks} the names of the databases in the two, or write that of ${own.what} into ${own.setting}`
    : hasOthersDatabase
      ? `names ${database}, and ${login}: ${looks} the two addresses, or write that of ${own.what} into ${own.setting}`
      : `${login}: ${looks} the log-ins and passwords in the two, or ${await suggestLogin(db, own)}`;
  throw new DatabaseFault(`${own.setting} ${fault}`, true, undefined);
}

/** Reads the catalogs, which everybody may read. */
const find = (db: Queryable, own: DeclaredPrivileges, other: DeclaredPrivileges) =>
  readRow<Found>(
    db,
    `WITH held AS (SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public'),
      mine AS (SELECT rolname FROM pg_roles WHERE pg_has_role(oid, 'MEMBER'))
     SELECT current_user AS login, current_database() AS database,
       EXISTS (SELECT FROM held WHERE relname = $1) AS "hasOwn",
       EXISTS (SELECT FROM held WHERE relname = $2) AS "hasOther",
       EXISTS (SELECT FROM mine WHERE rolname = $3) AS "isInOwn",
       EXISTS (SELECT FROM mine WHERE rolname = $4) AS "isInOther"`,
    [own.holds, other.holds, own.role, other.role],
  );
