/** What the commands take from the environment; nothing else of them reads it. An empty value is none. */
import { join } from 'node:path';
import { ConfigError, type Environment } from '../config.ts';
import { SETTINGS } from '../settings.ts';

/** As in the settings of `serve`. */
export const DEFAULT_DATA_DIR = '.data';

export interface CommandConfig {
  /** Of the demo that the commands find by themselves. */
  readonly demoFile: string;
  readonly dataDir: string;
  /** Addresses and credentials of clients; default: the demo's file. */
  readonly clientsFile: string;
  /** Stands above the address in the clients' file. */
  readonly gatewayUrl: string | undefined;
  /** Whether the environment names the gateway's address or its clients. */
  readonly isNamed: boolean;
  readonly logOrigin: string | undefined;
  /** Of the agency whose gateway it is, as given. */
  readonly ownerOri: string;
  /** Of roles that own the schemas; default: those in the demo's file. */
  readonly ownerDatabaseUrl: string | undefined;
  readonly ownerReadsDatabaseUrl: string | undefined;
}

/** @throws ConfigError where a setting that is given is not what it must be */
export function commandConfig(environment: Environment = process.env): CommandConfig {
  const dataDir = environment.DATA_DIR || DEFAULT_DATA_DIR;
  const demoFile = join(dataDir, 'demo.json');
  return {
    demoFile,
    dataDir,
    clientsFile: environment.CLIENTS_FILE || demoFile,
    gatewayUrl: environment.GATEWAY_URL || undefined,
    isNamed: Boolean(environment.GATEWAY_URL || environment.CLIENTS_FILE),
    logOrigin: environment.LOG_ORIGIN ? checkedOrigin(environment.LOG_ORIGIN) : undefined,
    ownerOri: environment.OWNER_ORI || SETTINGS.owner.fallback,
    ownerDatabaseUrl: environment.OWNER_DATABASE_URL || undefined,
    ownerReadsDatabaseUrl: environment.OWNER_READS_DATABASE_URL || undefined,
  };
}

function checkedOrigin(text: string): string {
  try {
    return SETTINGS.logOrigin.parse(text);
  } catch (error) {
    throw new ConfigError([`${SETTINGS.logOrigin.name} ${(error as Error).message}`]);
  }
}
