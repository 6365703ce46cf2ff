/** A database that is migrated: by which setting it is named, and what its migrations need to find or may make. */
import type { DatabaseAddress } from '../database-address.ts';

export interface MigrationTarget extends DatabaseAddress {
  readonly setting: 'OWNER_DATABASE_URL' | 'OWNER_READS_DATABASE_URL';
  /** The group role that its migrations make where it is missing. */
  readonly groupRole: 'gateway_app' | 'reads_reader';
}
