/** A database that is migrated: by which setting it is named, and what its migrations need to find or may make. */

export interface MigrationTarget {
  /** The setting that names it; its value holds a password and is never shown. */
  readonly setting: 'OWNER_DATABASE_URL' | 'OWNER_READS_DATABASE_URL';
  readonly url: string;
  /** The group role that its migrations make where it is missing. */
  readonly groupRole: 'gateway_app' | 'reads_reader';
}

/** What may be shown of the address: everything but the password. */
export interface ShownAddress {
  readonly login: string;
  readonly database: string;
  readonly at: string;
}

/** The setting is no address. */
export class NoAddress extends Error {}

/** @throws NoAddress in one line where the setting is no address of a PostgreSQL database */
export function shownAddress({ setting, url }: Pick<MigrationTarget, 'setting' | 'url'>): ShownAddress {
  const { hostname, pathname, port, protocol, searchParams, username } = URL.canParse(url)
    ? new URL(url)
    : new URL('none:');
  if (!/^postgres(ql)?:$/.test(protocol)) {
    throw new NoAddress(
      `${setting} is no address of a database; next: write it as postgresql://OWNER:PASSWORD@HOST/DATABASE`,
    );
  }
  const host = hostname || searchParams.get('host') || 'localhost';
  return {
    login: decodeURIComponent(username),
    database: decodeURIComponent(pathname.slice(1)),
    at: `${host}:${port || searchParams.get('port') || 5432}`,
  };
}
