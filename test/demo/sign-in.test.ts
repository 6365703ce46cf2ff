/** A person signs in by the command, and then raises rights that a key alone may not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { typeCode, typeIn } from '../../gateway/demo/issuer/type-in.ts';
import { useCli } from '../setup/commands/use-cli.ts';
import { sampleGrant } from '../setup/database/sample-grant.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { eventually } from '../setup/eventually.ts';
import { programArguments } from '../setup/program-arguments.ts';

type Person = { login: string; password: string; totpSecret: string };

let demo: RunningDemo;
const PATIENCE = 300_000;

beforeAll(async () => {
  demo = await borrowDemo({ APPROVAL_SECOND_FACTOR: 'on' });
}, PATIENCE);
afterAll(() => demo.stop(), PATIENCE);

const run = useCli();
const cli = (...words: string[]) => run(words, { DATA_DIR: demo.dataDir });
const json = (text: string) => JSON.parse(text.trimEnd().split('\n').at(-1) as string);
const personOf = (login: string) =>
  demo.file.people.find((each) => each.login === login) as unknown as Person;
const keptPath = (login: string) => join(demo.dataDir, 'sign-ins', `${login}.json`);
const kept = (login: string) => JSON.parse(readFileSync(keptPath(login), 'utf8'));
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());

const typeFromFile = (login: string) => (address: string) => typeIn(address, personOf(login));
/** As `demo code` prints it. */
const typeFromCommand = (login: string) => async (address: string) =>
  typeCode(address, json((await cli('demo', 'code', login, '--json')).stdout));

/** The command, and what a person does in the browser that it asks for. */
async function signIn(type: (address: string) => Promise<void>, ...words: string[]) {
  const child = spawn(
    process.execPath,
    [...programArguments('gateway/cli.ts'), 'sign-in', '--json', ...words],
    {
      env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: demo.dataDir },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = once(child, 'close');
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  await eventually(() => /^ {2}http.*\n/m.test(stderr), 30_000);
  const address = /^ {2}(http\S+)$/m.exec(stderr)?.[1] as string;
  await type(address);
  const [code] = await ended;
  return { code, stderr, result: code === 0 ? json(stdout) : null, address };
}

/** Proposed with a key, as ever. */
async function propose(): Promise<string> {
  const admin = await demo.as('admin-1');
  return (await admin.call<{ id: string }>('POST', '/v1/grants', sampleGrant('CO0010200'))).id;
}

describe('with APPROVAL_SECOND_FACTOR=on', () => {
  let grant = '';

  test('the demo has its grants: its people sign in for them', async () => {
    const admin = await demo.as('auditor');
    const { grants } = await admin.call<{ grants: unknown[] }>('GET', '/v1/grants?status=active');
    expect(grants.length).toBeGreaterThan(1);
  });

  test(
    'a client that approves is refused, and told to sign in',
    async () => {
      grant = await propose();
      const refused = await cli('grant', 'approve', grant, '--as', 'admin-2');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/^403: this takes a person who has signed in with a second factor/m);
      expect(refused.stderr).toMatch(/mfa_required \(CJISSECPOL IA-2/);
      expect(refused.stderr).toMatch(/next: .*npm run gateway -- sign-in$/m);
      // Once, with what the environment says; and nothing of what systems need.
      expect(refused.stderr.match(/-- sign-in/g)).toHaveLength(1);
      expect(refused.stderr).not.toContain('a system needs');
      expect((await cli('resume', '--reason', 'test')).stderr).toContain('mfa_required');
    },
    PATIENCE,
  );

  test(
    'a person who has signed in approves',
    async () => {
      const { code, result, stderr } = await signIn(typeFromFile('admin-2'));
      expect([code, result?.name]).toEqual([0, 'admin-2']);
      expect(stderr).toContain('open this address in a browser');
      expect(statSync(keptPath('admin-2')).mode & 0o777).toBe(0o600);
      const { accessToken } = kept('admin-2');
      expect(claimsOf(accessToken)).toMatchObject({ sub: 'admin-2', amr: expect.arrayContaining(['otp']) });
      const approved = await cli('grant', 'approve', grant, '--json');
      expect([approved.code, approved.stderr]).toEqual([0, '']);
      expect(json(approved.stdout)).toMatchObject({ status: 'active', approvedByName: 'Demo admin-2' });
    },
    PATIENCE,
  );

  test(
    'a renewed token is no younger sign-in',
    async () => {
      const before = kept('admin-2');
      writeFileSync(keptPath('admin-2'), JSON.stringify({ ...before, expiresAt: 0 }));
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      // A key would do for a halt; named with a sign-in alone, the person does it.
      expect(
        (await cli('agencies', 'change', 'CO0010200', '--county', 'Adams', '--as', 'admin-2')).code,
      ).toBe(0);
      const after = kept('admin-2');
      expect(after.accessToken).not.toBe(before.accessToken);
      expect(claimsOf(after.accessToken).auth_time).toBe(claimsOf(before.accessToken).auth_time);
      expect(claimsOf(after.accessToken).iat).toBeGreaterThan(claimsOf(before.accessToken).iat);
    },
    PATIENCE,
  );

  test(
    'a sign-in that has expired says how to sign in again',
    async () => {
      const before = kept('admin-2');
      // Without a client of the name there is nothing else to act by.
      const nobody = { ...before, name: 'nobody', expiresAt: 0, refreshToken: null };
      writeFileSync(keptPath('nobody'), JSON.stringify(nobody));
      const refused = await cli('resume', '--reason', 'test', '--as', 'nobody');
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/has expired; sign in again: .*npm run gateway -- sign-in$/m);
      const forged = { ...nobody, refreshToken: 'not one' };
      writeFileSync(keptPath('nobody'), JSON.stringify(forged));
      expect((await cli('resume', '--reason', 'test', '--as', 'nobody')).stderr).toContain(
        'has expired; sign in again',
      );
      expect(json((await cli('sign-out', '--as', 'nobody', '--json')).stdout)).toEqual({
        forgotten: ['nobody'],
      });
    },
    PATIENCE,
  );

  test(
    'a person signs in with another device',
    async () => {
      const { code, result, stderr } = await signIn(typeFromFile('admin-1'), '--device');
      expect([code, result?.name]).toEqual([0, 'admin-1']);
      expect(stderr).toMatch(/^code: \S+$/m);
      // Two are signed in: which one approves must be said.
      expect((await cli('resume', '--reason', 'test')).stderr).toContain(
        'name with --as one of admin-1, admin-2',
      );
      expect((await cli('resume', '--reason', 'test', '--as', 'admin-1')).code).toBe(0);
    },
    PATIENCE,
  );

  test(
    'a newcomer is told how to get the code, and signs in with what that command prints',
    async () => {
      const { code, result, stderr } = await signIn(typeFromCommand('chief'));
      expect(stderr).toMatch(/^ {2}DATA_DIR=\S+ npm run gateway -- demo code admin-2$/m);
      expect([code, result?.name]).toEqual([0, 'chief']);
      expect((await cli('sign-out', '--as', 'chief')).code).toBe(0);
    },
    PATIENCE,
  );

  test(
    'a code is printed of the demo’s people alone, and of nobody in a file of clients of one’s own',
    async () => {
      const nobody = await cli('demo', 'code', 'nobody');
      expect([nobody.code, nobody.stderr]).toEqual([
        1,
        expect.stringContaining('no person `nobody`: name one of admin-1, admin-2, auditor'),
      ]);
      const { demo: _, ...own } = demo.file as typeof demo.file & { demo: true };
      const file = join(demo.dataDir, 'own-clients.json');
      writeFileSync(file, JSON.stringify(own), { mode: 0o600 });
      const refused = await run(['demo', 'code', 'admin-2'], {
        DATA_DIR: demo.dataDir,
        CLIENTS_FILE: file,
      });
      expect([refused.code, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toMatch(/^these are not the demo's clients: sign in with your own password/);
    },
    PATIENCE,
  );

  test(
    'forgets anyone who signs out',
    async () => {
      expect(json((await cli('sign-out', '--json')).stdout)).toEqual({ forgotten: ['admin-1', 'admin-2'] });
      expect((await cli('resume', '--reason', 'test')).stderr).toContain('mfa_required');
      expect((await cli('sign-out', '--as', 'admin-2')).stderr).toContain('nobody is signed in as `admin-2`');
    },
    PATIENCE,
  );
});
