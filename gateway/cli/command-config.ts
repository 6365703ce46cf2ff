/** Reads the commands' settings from the environment, in this one place; an empty value counts as not set. */
import { join, resolve } from 'node:path';
import { ConfigError, type Environment } from '../settings/config.ts';
import { IN_FILES_OF_OWNERS, withSecretFiles } from '../settings/secret-files.ts';
import { SETTINGS } from '../settings/settings.ts';
import { givenGateway } from './given-gateway.ts';

/** The same default as in the settings of `serve`. */
export const DEFAULT_DATA_DIR = '.data';

export interface CommandConfig {
  /** File of the demo that the commands find by themselves. */
  readonly demoFile: string;
  readonly dataDir: string;
  /** Addresses and credentials of clients; default: the demo's file. */
  readonly clientsFile: string;
  /** Overrides the address in the clients' file. */
  readonly gatewayUrl: string | undefined;
  /** The environment's settings of gateway and clients by name, which the next command needs, too. */
  readonly named: Readonly<Record<string, string>>;
  readonly logOrigin: string | undefined;
  /** ORI of the agency whose gateway it is, as given. */
  readonly ownerOri: string;
  /** Address for the gateway's own log-in. */
  readonly databaseUrl: string | undefined;
  /** Address for roles that own the schemas; default: the one in the demo's file, as for the next. */
  readonly ownerDatabaseUrl: string | undefined;
  readonly ownerReadsDatabaseUrl: string | undefined;
}

/** @throws ConfigError if a given setting is not valid */
export function commandConfig(given: Environment = process.env): CommandConfig {
  const environment = withSecretFiles(given, IN_FILES_OF_OWNERS);
  const dataDir = environment.DATA_DIR || DEFAULT_DATA_DIR;
  const demoFile = join(dataDir, 'demo.json');
  const gatewayUrl = givenGateway() ?? environment.GATEWAY_URL;
  return {
    demoFile,
    dataDir,
    clientsFile: environment.CLIENTS_FILE || demoFile,
    gatewayUrl: gatewayUrl || undefined,
    // The next command that is printed names the same node.
    named: namedIn({ ...environment, GATEWAY_URL: gatewayUrl }),
    logOrigin: environment.LOG_ORIGIN ? checkedOrigin(environment.LOG_ORIGIN) : undefined,
    ownerOri: environment.OWNER_ORI || SETTINGS.owner.fallback,
    databaseUrl: environment.DATABASE_URL || undefined,
    ownerDatabaseUrl: environment.OWNER_DATABASE_URL || undefined,
    ownerReadsDatabaseUrl: environment.OWNER_READS_DATABASE_URL || undefined,
  };
}

function namedIn({ CLIENTS_FILE, DATA_DIR, GATEWAY_URL }: Environment): Record<string, string> {
  const isDefault = resolve(DATA_DIR || DEFAULT_DATA_DIR) === resolve(DEFAULT_DATA_DIR);
  return {
    ...(DATA_DIR && !isDefault ? { DATA_DIR } : {}),
    ...(CLIENTS_FILE ? { CLIENTS_FILE } : {}),
    ...(GATEWAY_URL ? { GATEWAY_URL } : {}),
  };
}

function checkedOrigin(text: string): string {
  try {
    return SETTINGS.logOrigin.parse(text);
  } catch (error) {
    throw new ConfigError([`${SETTINGS.logOrigin.name} ${(error as Error).message}`]);
  }
}
