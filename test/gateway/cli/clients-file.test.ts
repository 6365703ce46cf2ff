/** The operator's own file of clients: what is wrong with it is said before anything is asked. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connect, readClientsFile } from '../../../gateway/cli/connect.ts';

const before = process.env.CLIENTS_FILE;
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'clients-file-'));
  process.env.CLIENTS_FILE = join(directory, 'clients.json');
});
afterAll(() => {
  if (before === undefined) delete process.env.CLIENTS_FILE;
  else process.env.CLIENTS_FILE = before;
  rmSync(directory, { recursive: true, force: true });
});

const FILE = {
  gateway: 'http://127.0.0.1:1',
  issuer: 'http://127.0.0.1:2',
  resource: 'http://127.0.0.1:1',
  logKey: 'log.example+00000000+AA==',
  clients: [{ name: 'jane', ori: 'CO0010300', clientId: 'jane', privateJwk: {}, scope: 'alpr.admin' }],
};
const write = (text: string) => writeFileSync(join(directory, 'clients.json'), text);

describe('a file of clients', () => {
  test('that lacks members is refused before a query is asked, and says where they are found', () => {
    const { logKey: _, resource: __, ...without } = FILE;
    write(JSON.stringify(without));
    expect(readClientsFile).toThrow(/lacks resource, logKey: .*`serve`/);
  });

  test.each(['null', '[]'])('that is %s lacks every member', (text) => {
    write(text);
    expect(readClientsFile).toThrow('lacks gateway, issuer, resource, logKey, clients');
  });

  test('that is no JSON is named', () => {
    write('{');
    expect(readClientsFile).toThrow(/clients\.json` is not JSON: /);
  });

  test('without the client asked for says how to name another', async () => {
    write(JSON.stringify(FILE));
    await expect(connect()).rejects.toThrow('there is no client `admin-1`: name with --as one of jane');
  });
});
