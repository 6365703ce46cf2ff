/** The operator's own file of clients: what is wrong with it is said before anything is asked. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { faultsOfClientsFile } from '../../../gateway/cli/client/check-clients-file.ts';
import { connect, GRANTS, readClientsFile } from '../../../gateway/cli/client/connect.ts';
import { keepSignIn } from '../../../gateway/cli/client/kept-sign-ins.ts';
import { makeProofKey } from '../../../gateway/cli/client/proof-key.ts';
import { ownerAddresses } from '../../../gateway/cli/database-addresses.ts';
import { generateKeyPair } from '../../../gateway/identity/jose/generate-key-pair.ts';

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

const { privateJwk } = generateKeyPair();
const JANE = { name: 'jane', ori: 'CO0010300', clientId: 'jane', privateJwk, scope: 'alpr.admin' };
const FILE = {
  gateway: 'http://127.0.0.1:1',
  issuer: 'http://127.0.0.1:2',
  resource: 'http://127.0.0.1:1',
  logKey: 'log.example+00000000+AA==',
  clients: [JANE],
};
const write = (text: string) => writeFileSync(join(directory, 'clients.json'), text, { mode: 0o600 });

describe('a file of clients', () => {
  test('that has every member is taken as it is', () => {
    const file = { ...FILE, signIn: { clientId: 'console' }, note: 'ours' };
    write(JSON.stringify(file));
    expect(readClientsFile()).toEqual(file);
  });

  test('that lacks members is refused, with each of them and where it is found', () => {
    const { logKey: _, resource: __, ...without } = FILE;
    write(JSON.stringify(without));
    expect(readClientsFile).toThrow(
      /clients\.json` cannot be used.*:\n {2}- `resource` is missing: the PUBLIC_URL of `serve`\n {2}- `logKey` is missing/,
    );
  });

  test.each(['null', '[]', '7'])('that is %s lacks every member', (text) => {
    write(text);
    expect(readClientsFile).toThrow(
      /`gateway`(.|\n)*`issuer`(.|\n)*`resource`(.|\n)*`logKey`(.|\n)*`clients`/,
    );
  });

  test('that is no JSON is named', () => {
    write('{');
    expect(readClientsFile).toThrow(/clients\.json` is not JSON: /);
  });

  test('that is not there is named, and no demo is offered in its place', () => {
    rmSync(join(directory, 'clients.json'));
    expect(readClientsFile).toThrow(
      /^there is no `\S+clients\.json`: give CLIENTS_FILE the path of your file$/,
    );
  });

  test.each([0o644, 0o640, 0o620])('that others may use (mode %o) is refused, with what mends it', (mode) => {
    const path = join(directory, 'clients.json');
    write(JSON.stringify(FILE));
    chmodSync(path, mode);
    expect(readClientsFile).toThrow(`other accounts may read or change it; next: chmod 600 ${path} (`);
    chmodSync(path, 0o600);
    expect(readClientsFile()).toEqual(FILE);
  });

  const { ori: _, ...withoutOri } = JANE;
  const { d, ...publicJwk } = privateJwk;
  test.each([
    [{ clients: [withoutOri] }, '`clients[0].ori` is missing: ORI of the agency for which'],
    [{ clients: [JANE, { ...JANE, name: 'joe', ori: 'CO00103' }] }, '`clients[1].ori` is not an ORI of nine'],
    [{ clients: [{ ...JANE, privateJwk: publicJwk }] }, '`clients[0].privateJwk` is not a private key'],
    [
      { clients: [{ ...JANE, scope: '' }] },
      '`clients[0].scope` must be text that is not empty: alpr.query for a partner',
    ],
    [{ clients: [] }, '`clients` is not a list of clients'],
    [{ clients: [JANE, JANE] }, 'two clients have the name `jane`'],
    [{ gateway: 'gateway.example' }, '`gateway` is not a URL'],
    [{ issuer: 'http://issuer.example' }, '`issuer` must begin with https://'],
    [{ logKey: 'log.example' }, '`logKey` is not a key'],
    [{ logKey: 'log.example+00000000+AA== log.example' }, '`logKey` is not a key'],
    [{ signIn: {} }, '`signIn.clientId` is missing'],
  ])('with %j names the member', (change, fault) => {
    const faults = faultsOfClientsFile({ ...FILE, ...change });
    expect(faults).toEqual([expect.stringContaining(fault)]);
    expect(JSON.stringify(faults)).not.toContain(d);
  });

  test('has no default for who acts: its names are told, with agency and scope', async () => {
    write(JSON.stringify({ ...FILE, clients: [{ ...JANE, name: 'admin-1' }, JANE] }));
    const names = 'admin-1 (CO0010300, alpr.admin), jane (CO0010300, alpr.admin)';
    await expect(connect()).rejects.toThrow(`name with --as who acts, one of ${names}`);
    await expect(connect(undefined, GRANTS)).rejects.toThrow('name with --as who acts');
    await expect(connect('joe')).rejects.toThrow(
      `there is no client \`joe\`: name with --as one of ${names}`,
    );
    write(JSON.stringify({ ...FILE, signIn: { clientId: 'console' } }));
    await expect(connect()).rejects.toThrow(
      /one of jane \(.*\), or sign in: CLIENTS_FILE=\S+ npm run gateway -- sign-in$/,
    );
  });

  test('is told, where several people have signed in, each name once', async () => {
    const { DATA_DIR } = process.env;
    process.env.DATA_DIR = join(directory, 'signed-in');
    try {
      const { issuer, resource } = FILE;
      for (const name of ['jane', 'john']) {
        keepSignIn({
          ...{ name, issuer, resource, clientId: 'console', scope: 'alpr.admin', ori: JANE.ori },
          ...{
            signedInAt: Date.now(),
            accessToken: 'a',
            expiresAt: Date.now() + 600_000,
            refreshToken: null,
          },
          proofKey: await makeProofKey(),
        });
      }
      write(JSON.stringify({ ...FILE, clients: [JANE, { ...JANE, name: 'chief' }] }));
      await expect(connect()).rejects.toThrow(
        /^several have signed in here: name with --as one of jane, john, or a client: chief \(CO0010300, alpr.admin\)$/,
      );
      write(JSON.stringify(FILE));
      await expect(connect(undefined, GRANTS)).rejects.toThrow(/ one of jane, john$/);
    } finally {
      if (DATA_DIR === undefined) delete process.env.DATA_DIR;
      else process.env.DATA_DIR = DATA_DIR;
    }
  });

  test('is asked for where DATA_DIR is of a real gateway, and no demo is offered, which would refuse to start there', () => {
    const dataDir = join(directory, 'data');
    mkdirSync(join(dataDir, 'secrets'), { recursive: true });
    writeFileSync(join(dataDir, 'secrets', 'cursor.key'), '');
    const { CLIENTS_FILE } = process.env;
    const { DATA_DIR } = process.env;
    process.env.CLIENTS_FILE = '';
    process.env.DATA_DIR = dataDir;
    try {
      expect(readClientsFile).toThrow(
        /^there is no `\S+demo\.json`: set CLIENTS_FILE to your own file of clients/,
      );
      expect(ownerAddresses).toThrow(
        /^set OWNER_DATABASE_URL and OWNER_READS_DATABASE_URL \(roles that own the schemas\)$/,
      );
      rmSync(join(dataDir, 'secrets'), { recursive: true });
      expect(readClientsFile).toThrow(`start the demo with \`DATA_DIR=${dataDir} npm start\``);
    } finally {
      process.env.CLIENTS_FILE = CLIENTS_FILE;
      if (DATA_DIR === undefined) delete process.env.DATA_DIR;
      else process.env.DATA_DIR = DATA_DIR;
    }
  });

  test('has its members in the guide to the commands', () => {
    const guide = readFileSync(join(import.meta.dirname, '../../../gateway/docs/commands.md'), 'utf8');
    const missing = faultsOfClientsFile({ clients: [{}], signIn: {} })
      .map((fault) => (/^`(?:clients\[0\]\.|signIn\.)?(\w+)`/.exec(fault) as RegExpExecArray)[1])
      .filter((member) => !guide.includes(`| \`${member}\` |`) && !guide.includes(`.${member}\` |`));
    expect(missing).toEqual([]);
  });
});
