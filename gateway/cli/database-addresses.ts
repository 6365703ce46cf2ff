/** Finds the databases for the owner's commands: in the environment, else in the demo's `demo.json`. */
import { existsSync, readFileSync } from 'node:fs';
import type { DatabaseAddress } from '../database/database-address.ts';
import { isOfRealGateway } from '../settings/data-dir.ts';
import { commandConfig } from './command-config.ts';
import { dataDirAhead } from './next-command.ts';

export interface OwnerAddresses {
  readonly gateway: DatabaseAddress & { readonly setting: 'OWNER_DATABASE_URL' };
  readonly reads: DatabaseAddress & { readonly setting: 'OWNER_READS_DATABASE_URL' };
}

export interface DemoAddresses {
  readonly gatewayOwnerUrl: string;
  readonly readsOwnerUrl: string;
}

/** @throws Error that says which settings to give */
export function ownerAddresses(): OwnerAddresses {
  const { dataDir, demoFile, ownerDatabaseUrl, ownerReadsDatabaseUrl } = commandConfig();
  const demo = demoAddresses(demoFile);
  const gatewayOwnerUrl = ownerDatabaseUrl ?? demo?.gatewayOwnerUrl;
  const readsOwnerUrl = ownerReadsDatabaseUrl ?? demo?.readsOwnerUrl;
  if (gatewayOwnerUrl === undefined || readsOwnerUrl === undefined) {
    throw new Error(
      `set OWNER_DATABASE_URL and OWNER_READS_DATABASE_URL (roles that own the schemas)${
        isOfRealGateway(dataDir) ? '' : `, or start the demo first with \`${dataDirAhead(dataDir)}npm start\``
      }`,
    );
  }
  return {
    gateway: { setting: 'OWNER_DATABASE_URL', url: gatewayOwnerUrl },
    reads: { setting: 'OWNER_READS_DATABASE_URL', url: readsOwnerUrl },
  };
}

/** Returns the address of the gateway's own database, by its own log-in where that is given. @throws Error as `ownerAddresses` */
export function gatewayAddress(): DatabaseAddress {
  const { databaseUrl } = commandConfig();
  return databaseUrl === undefined ? ownerAddresses().gateway : { setting: 'DATABASE_URL', url: databaseUrl };
}

function demoAddresses(path: string): DemoAddresses | null {
  if (!existsSync(path)) return null;
  return (JSON.parse(readFileSync(path, 'utf8')) as { databases?: DemoAddresses }).databases ?? null;
}
