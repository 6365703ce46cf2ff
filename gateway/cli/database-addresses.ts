/** Where the owner's commands find the databases: the environment, else the running demo's `demo.json`. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../config.ts';

export interface OwnerAddresses {
  readonly gatewayOwnerUrl: string;
  readonly readsOwnerUrl: string;
}

/** @throws Error that says which settings to give. */
export function ownerAddresses(environment: Environment): OwnerAddresses {
  const demo = demoAddresses(environment.DATA_DIR ?? '.data');
  const gatewayOwnerUrl = environment.OWNER_DATABASE_URL ?? demo?.gatewayOwnerUrl;
  const readsOwnerUrl = environment.OWNER_READS_DATABASE_URL ?? demo?.readsOwnerUrl;
  if (gatewayOwnerUrl === undefined || readsOwnerUrl === undefined) {
    throw new Error(
      'set OWNER_DATABASE_URL and OWNER_READS_DATABASE_URL (roles that own the schemas), or start the demo first with `npm start`',
    );
  }
  return { gatewayOwnerUrl, readsOwnerUrl };
}

function demoAddresses(dataDir: string): OwnerAddresses | null {
  const path = join(dataDir, 'demo.json');
  if (!existsSync(path)) return null;
  return (JSON.parse(readFileSync(path, 'utf8')) as { databases?: OwnerAddresses }).databases ?? null;
}
