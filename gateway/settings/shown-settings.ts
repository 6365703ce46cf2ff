/** Shows the settings of a node to its administrators, without addresses that can hold a password. */
import type { Config } from './config.ts';
import { SETTINGS } from './settings.ts';

export interface ShownSetting {
  readonly name: string;
  readonly what: string;
  readonly value: string;
}

/** The settings of databases and queues: password and host are the operators' business. */
const KEPT_BACK: ReadonlySet<keyof Config> = new Set([
  'databaseUrl',
  'readsDatabaseUrl',
  'readsOwnerDatabaseUrl',
  'redisUrl',
  'noticeSmtpUrl',
]);

export function shownSettings(config: Config): ShownSetting[] {
  return Object.entries(SETTINGS).map(([key, { name, what }]) => {
    const value = config[key as keyof Config];
    return { name, what, value: KEPT_BACK.has(key as keyof Config) ? keptBack(value) : written(value) };
  });
}

const keptBack = (value: unknown) => (value === null ? 'none' : 'set, and not shown');

function written(value: unknown): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return 'none';
  return Array.isArray(value) ? value.join(', ') : String(value);
}
