/** A store of reads that does not answer is told once, with its setting, and when it answers again. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { connectReads } from '../../../gateway/reads/reads-store.ts';
import { watchReads } from '../../../gateway/reads/watch-reads.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
let superuser: pg.Client;

beforeAll(async () => {
  databases = await createTestDatabases();
  superuser = new pg.Client({ connectionString: databases.superuserUrl });
  await superuser.connect();
});
afterAll(async () => {
  await superuser.end();
  await databases.drop();
});

/** A watch over the store at the address, and what it told. */
function watched(url: string) {
  const told: { readonly fields: object; readonly message: string }[] = [];
  const pool = connectReads(url);
  const log = { warn: (fields: object, message: string) => void told.push({ fields, message }) };
  return { pool, told, watch: watchReads(pool, { setting: 'READS_DATABASE_URL', url }, log) };
}

const changed = (changes: Partial<Pick<URL, 'password' | 'pathname' | 'host'>>) =>
  Object.assign(new URL(databases.readsUrl), changes).href;

describe('the store of reads', () => {
  test.each([
    [
      'a wrong password',
      () => changed({ password: 'wrong' }),
      /^READS_DATABASE_URL: the password of .*; next: /,
    ],
    [
      'a missing database',
      () => changed({ pathname: '/nowhere' }),
      /^READS_DATABASE_URL: the database `[^`]+` does not exist/,
    ],
    [
      'an owner as its log-in',
      () => databases.readsOwnerUrl,
      /^READS_DATABASE_URL signs in as `reads_owner`, who may change or delete/,
    ],
  ])('%s stops the start, with the setting', async (_, url, says) => {
    const { pool, told, watch } = watched(url());
    await expect(watch.atStart()).rejects.toThrow(says);
    expect(told).toEqual([]);
    await pool.end();
  });

  test('nobody who answers stops no start: it is told once, however often it is looked for', async () => {
    const { pool, told, watch } = watched(changed({ host: '127.0.0.1:1' }));
    await watch.atStart();
    for (let i = 0; i < 5; i += 1)
      await expect(watch.check()).rejects.toThrow('nobody answers at 127.0.0.1:1');
    expect(told).toEqual([
      {
        fields: {
          setting: 'READS_DATABASE_URL',
          fault: expect.stringMatching(
            /^READS_DATABASE_URL: nobody answers at 127.0.0.1:1; next: start PostgreSQL/,
          ),
        },
        message: expect.stringContaining('queries are refused, and reads are not matched'),
      },
    ]);
    await pool.end();
  });

  test('one that answers again is told once too', async () => {
    const { pool, told, watch } = watched(databases.readsUrl);
    const name = new URL(databases.readsUrl).pathname.slice(1);
    const allow = (is: boolean) => superuser.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${is}`);
    await allow(false);
    await watch.atStart();
    await expect(watch.check()).rejects.toThrow();
    await allow(true);
    await watch.check();
    await watch.check();
    expect(told.map(({ message }) => message)).toEqual([
      expect.stringContaining('no read can be looked up'),
      'reads can be looked up again',
    ]);
    await pool.end();
  });
});
