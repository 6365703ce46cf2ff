/** Where the owner's commands find the databases: the environment, else the running demo's `demo.json`. */
import { existsSync, readFileSync } from 'node:fs';
import { commandConfig } from './command-config.ts';
import { dataDirAhead } from './next-command.ts';

export interface OwnerAddresses {
  readonly gatewayOwnerUrl: string;
  readonly readsOwnerUrl: string;
}

/** @throws Error that says which settings to give. */
export function ownerAddresses(): OwnerAddresses {
  const { dataDir, demoFile, ownerDatabaseUrl, ownerReadsDatabaseUrl } = commandConfig();
  const demo = demoAddresses(demoFile);
  const gatewayOwnerUrl = ownerDatabaseUrl ?? demo?.gatewayOwnerUrl;
  const readsOwnerUrl = ownerReadsDatabaseUrl ?? demo?.readsOwnerUrl;
  if (gatewayOwnerUrl === undefined || readsOwnerUrl === undefined) {
    throw new Error(
      'set OWNER_DATABASE_URL and OWNER_READS_DATABASE_URL (roles that own the schemas), or start the demo first with ' +
        `\`${dataDirAhead(dataDir)}npm start\``,
    );
  }
  return { gatewayOwnerUrl, readsOwnerUrl };
}

function demoAddresses(path: string): OwnerAddresses | null {
  if (!existsSync(path)) return null;
  return (JSON.parse(readFileSync(path, 'utf8')) as { databases?: OwnerAddresses }).databases ?? null;
}
