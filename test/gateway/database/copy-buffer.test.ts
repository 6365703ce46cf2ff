/** Rows on their way into tables: what arrives, and what is left where a copy fails. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { CopyBuffer } from '../../../gateway/database/copy-buffer.ts';
import { connectionSettings } from '../../../gateway/database/db.ts';
import { createTestDatabases, type TestDatabases } from '../../setup/database/test-databases.ts';

let databases: TestDatabases;
let client: pg.Client;

beforeAll(async () => {
  databases = await createTestDatabases();
  client = new pg.Client(connectionSettings(databases.gatewayOwnerUrl, { applicationName: 'test' }));
  await client.connect();
  await client.query('CREATE TABLE copied (n integer)');
});
beforeEach(() => client.query('TRUNCATE copied'));
afterAll(async () => {
  await client.end();
  await databases.drop();
});

const MANY = '7\n'.repeat(2 ** 20);

async function turned(work: () => Promise<void>): Promise<boolean> {
  let passed = false;
  setImmediate(() => {
    passed = true;
  });
  await work();
  return passed;
}

describe('a copy', () => {
  test('begins when there is enough, gives the event loop a turn meanwhile, and ends with the rest', async () => {
    const buffer = new CopyBuffer(client);
    buffer.add('copied (n)', '1\n');
    expect(await turned(() => buffer.copyIfFull())).toBe(false);
    buffer.add('copied (n)', MANY);
    await buffer.copyIfFull();
    expect(await turned(() => buffer.copyIfFull())).toBe(true);
    buffer.add('copied (n)', '2\n');
    await buffer.copyRest();
    const { rows } = await client.query('SELECT count(*) AS rows, sum(n) AS sum FROM copied');
    expect(rows).toEqual([{ rows: 2 ** 20 + 2, sum: 7 * 2 ** 20 + 3 }]);
  });

  test('that failed is not waited for any more, and its fault is thrown by the next', async () => {
    const buffer = new CopyBuffer(client);
    buffer.add('copied (n)', `x\n${MANY}`);
    await buffer.copyIfFull();
    await buffer.stop();
    expect(await turned(() => buffer.copyIfFull())).toBe(false);
    await expect(buffer.copyRest()).rejects.toThrow('invalid input syntax');
  });
});
