import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commandConfig } from '../../../gateway/cli/command-config.ts';
import { ConfigError } from '../../../gateway/settings/config.ts';
import { readConfig } from '../../../gateway/settings/read-config.ts';
import { withSecretFiles } from '../../../gateway/settings/secret-files.ts';

const directory = mkdtempSync(join(tmpdir(), 'secret-files-'));
const file = (name: string, text: string) => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};

const URL_OF_READS = 'postgres://gateway_reads:x@127.0.0.1/reads';
const rest = {
  READS_DATABASE_URL: URL_OF_READS,
  PUBLIC_URL: 'https://alpr.example.gov',
  LOG_ORIGIN: 'x.example/log',
};

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
  return [];
}

describe('a setting with a password', () => {
  test('can lie in a file, with a line break at its end', () => {
    const DATABASE_URL_FILE = file('database', 'postgres://gateway:secret@db/gateway\n');
    const REDIS_URL_FILE = file('redis', 'redis://:secret@redis:6379');
    const config = readConfig({ ...rest, DATABASE_URL_FILE, REDIS_URL_FILE });
    expect(config.databaseUrl).toBe('postgres://gateway:secret@db/gateway');
    expect(config.redisUrl).toBe('redis://:secret@redis:6379');
  });

  test('lies in a file for the commands of the owner too', () => {
    const OWNER_DATABASE_URL_FILE = file('owner', 'postgres://alpr_owner:secret@db/gateway\n');
    expect(commandConfig({ OWNER_DATABASE_URL_FILE }).ownerDatabaseUrl).toBe(
      'postgres://alpr_owner:secret@db/gateway',
    );
  });

  test('is told as missing where the file is empty, and as none where it may be', () => {
    const empty = file('empty', '\n');
    expect(readConfig({ ...rest, DATABASE_URL: URL_OF_READS, REDIS_URL_FILE: empty }).redisUrl).toBeNull();
    expect(faultsOf(() => readConfig({ ...rest, DATABASE_URL_FILE: empty }))[0]).toMatch(
      /^DATABASE_URL must be/,
    );
  });

  test('is refused where both are given, or the file is not there; what it holds is never shown', () => {
    const path = file('both', 'postgres://gateway:hidden@db/gateway');
    const both = { ...rest, DATABASE_URL: URL_OF_READS, DATABASE_URL_FILE: path };
    expect(faultsOf(() => readConfig(both))).toEqual([
      'DATABASE_URL and DATABASE_URL_FILE are both set: unset one of them',
    ]);
    const gone = { ...rest, DATABASE_URL_FILE: join(directory, 'gone') };
    expect(faultsOf(() => readConfig(gone))).toEqual([
      expect.stringMatching(
        /^DATABASE_URL_FILE names `.*gone`, which cannot be read \(ENOENT\): see that it is there/,
      ),
    ]);
    const broken = { ...rest, DATABASE_URL_FILE: file('broken', 'hidden') };
    expect(faultsOf(() => readConfig(broken)).join()).not.toContain('hidden');
  });

  test('is read from no file for other settings', () => {
    const given = { PUBLIC_URL_FILE: file('url', 'https://alpr.example.gov') };
    expect(withSecretFiles(given, ['DATABASE_URL'])).toEqual(given);
  });
});
