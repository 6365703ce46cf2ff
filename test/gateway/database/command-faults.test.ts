/** An owner's command that cannot use its database says which setting, what is wrong and what to do, in one line. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import pg from 'pg';
import { explainFault } from '../../../gateway/cli/explain-fault.ts';
import { importCommand } from '../../../gateway/hot-lists/import/import-command.ts';
import { logCommand } from '../../../gateway/node/log-identity/log-command.ts';
import { ingestCommand } from '../../../gateway/reads/ingest-command.ts';
import { retentionCommand } from '../../../gateway/reads/retention-command.ts';
import { registerCommand } from '../../../gateway/registry/registration/register-command.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

const NAMES = ['OWNER_DATABASE_URL', 'OWNER_READS_DATABASE_URL', 'LOG_ORIGIN'] as const;
const before = NAMES.map((name) => [name, process.env[name]] as const);
const WRONG = 'telltale-0f3a';
const empty = `empty_${randomBytes(4).toString('hex')}`;

let databases: TestDatabases;
let superuser: pg.Client;
let directory: string;

beforeAll(async () => {
  databases = await createTestDatabases();
  superuser = new pg.Client({ connectionString: databases.superuserUrl });
  await superuser.connect();
  await superuser.query(`CREATE DATABASE ${empty}`);
  directory = await mkdtemp(join(tmpdir(), 'command-faults-'));
  const read = { capturedAt: new Date().toISOString(), plate: 'ZZA123', cameraId: 'C1' };
  await writeFile(join(directory, 'reads.ndjson'), JSON.stringify(read));
});
afterAll(async () => {
  await superuser.query(`DROP DATABASE ${empty} WITH (FORCE)`);
  await superuser.end();
  await databases.drop();
  await rm(directory, { recursive: true });
});
afterEach(() => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

type Setting = 'OWNER_DATABASE_URL' | 'OWNER_READS_DATABASE_URL';

const COMMANDS: readonly (readonly [string, Setting, () => Command])[] = [
  ['register --colorado', 'OWNER_DATABASE_URL', registerCommand],
  ['log adopt', 'OWNER_DATABASE_URL', logCommand],
  ['import FILE --layout ndjson --list x', 'OWNER_DATABASE_URL', importCommand],
  ['ingest FILE', 'OWNER_READS_DATABASE_URL', ingestCommand],
  ['retention purge', 'OWNER_READS_DATABASE_URL', retentionCommand],
  ['retention drones --days 7', 'OWNER_READS_DATABASE_URL', retentionCommand],
];

/** What the command line prints where the setting is the address changed. */
async function faultOf(
  [line, setting, command]: (typeof COMMANDS)[number],
  changes: Partial<Pick<URL, 'password' | 'pathname' | 'host'>> | string,
): Promise<string> {
  const { gatewayOwnerUrl, readsOwnerUrl } = databases;
  const right = { OWNER_DATABASE_URL: gatewayOwnerUrl, OWNER_READS_DATABASE_URL: readsOwnerUrl };
  const wrong = typeof changes === 'string' ? changes : Object.assign(new URL(right[setting]), changes).href;
  Object.assign(process.env, right, { LOG_ORIGIN: 'log.test/faults', [setting]: wrong });
  const words = line.replace('FILE', join(directory, 'reads.ndjson')).split(' ').slice(1).join(' ');
  return runCommand(command(), words).then(
    () => 'it was done',
    (error) => explainFault(error),
  );
}

describe.each(COMMANDS.map((row) => [row[0], row] as const))('`%s`', (_, row) => {
  const [, setting] = row;

  test('a wrong password is told as one, with where to correct it', async () => {
    const fault = await faultOf(row, { password: WRONG });
    expect(fault).toMatch(
      new RegExp(
        `^${setting}: the password of \`\\w+\`, or the name, is wrong; next: correct it in ${setting}$`,
      ),
    );
    expect(fault).not.toContain(WRONG);
  });

  test('a missing database is named, with how to make it', async () => {
    expect(await faultOf(row, { pathname: '/nowhere' })).toMatch(
      new RegExp(
        `^${setting}: the database \`nowhere\` does not exist; next: as a superuser, CREATE DATABASE nowhere .*$`,
      ),
    );
  });

  test('where nobody listens, host and port are named', async () => {
    expect(await faultOf(row, { host: '127.0.0.1:1' })).toBe(
      `${setting}: nobody answers at 127.0.0.1:1; next: start PostgreSQL there, or correct host and port in ${setting}`,
    );
    expect(await faultOf(row, { host: 'localhost:1' })).toContain('nobody answers at localhost:1');
  });

  test('a database that is not migrated is told as that', async () => {
    const url = Object.assign(new URL(databases.superuserUrl), { pathname: `/${empty}` }).href;
    expect(await faultOf(row, url)).toBe(
      `${setting}: \`${empty}\` is not migrated to this version; next: npm run gateway -- migrate`,
    );
  });

  test('a password that no URL can hold is told as how to write it, and not shown', async () => {
    const fault = await faultOf(row, `postgres://owner:${WRONG}%zz@127.0.0.1/gateway`);
    expect(fault).toMatch(
      new RegExp(`^${setting} is not the address of a database; next: write it as .* % as %25`),
    );
    expect(fault).not.toContain(WRONG);
  });
});
