/** A witness can be told the log's key before the log exists, and the gateway that starts there signs with it. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { verifyNote } from '../../gateway/audit/signed-note.ts';
import type { CliEnd } from '../setup/commands/run-cli.ts';
import { useCli } from '../setup/commands/use-cli.ts';
import { borrowDemo, type RunningDemo } from '../setup/demo/running-demo.ts';
import { sigsumOrigin } from '../setup/witness-process.ts';

const cli = useCli();
let dataDir: string;
let logKeyFile: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'log-key-'));
  logKeyFile = join(dataDir, 'secrets', 'log-key.pem');
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const logKey = (origin: string, ...words: string[]): Promise<CliEnd> =>
  cli(['log', 'key', ...words], { DATA_DIR: dataDir, LOG_ORIGIN: origin });

describe('`log key`, before anything has started', () => {
  let made: CliEnd;
  beforeAll(async () => {
    made = await logKey('');
  });

  test('makes the key for its account alone, and prints its verifier key and nothing else', () => {
    expect([made.code, made.stdout]).toEqual([0, expect.stringMatching(/^\S+\+[0-9a-f]{8}\+[\w+/]{44}\n$/)]);
    expect(made.stderr).toContain(`made a new key: ${logKeyFile}`);
    expect(statSync(logKeyFile).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(dataDir, 'secrets'))).toEqual(['log-key.pem']);
  });

  test('prints the same key the next time, under the name that is asked for', async () => {
    const origin = 'alpr.example.gov/log';
    const { code, stderr, stdout } = await logKey(origin, '--json');
    const again = JSON.parse(stdout);
    expect([code, again, stderr]).toEqual([
      0,
      { logKey: expect.stringMatching(/^alpr\.example\.gov\/log\+/), origin, file: logKeyFile, made: false },
      '',
    ]);
    expect(again.logKey.split('+').slice(2)).toEqual(made.stdout.trim().split('+').slice(2));
  });

  test('refuses a name that no log can have, and makes nothing', async () => {
    expect(await logKey('https://alpr.example.gov/log')).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/LOG_ORIGIN must be a URL without its scheme/),
    });
  });

  test('refuses a key that other accounts may read', async () => {
    chmodSync(logKeyFile, 0o644);
    const { code, stderr } = await logKey('');
    chmodSync(logKeyFile, 0o600);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/other accounts may read.*chmod 600/)]);
  });

  test('makes no second key for a log that was seen here and lost its own', async () => {
    const lost = mkdtempSync(join(tmpdir(), 'log-key-lost-'));
    writeFileSync(
      join(lost, 'log-head.json'),
      JSON.stringify({ origin: 'log.test/a', size: 1, root: 'AA==' }),
    );
    mkdirSync(join(lost, 'secrets'), { mode: 0o700 });
    const { code, stderr, stdout } = await cli(['log', 'key'], { DATA_DIR: lost, LOG_ORIGIN: '' });
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      expect.stringMatching(/`log.test\/a` was seen.*so none is made.*log adopt --help/s),
    ]);
    expect(readdirSync(join(lost, 'secrets'))).toEqual([]);
    rmSync(lost, { recursive: true });
  });
});

describe('the demo that starts in the same directory', () => {
  let demo: RunningDemo;
  let vkey: string;
  beforeAll(async () => {
    const origin = sigsumOrigin((await logKey('')).stdout.trim());
    vkey = (await logKey(origin)).stdout.trim();
    demo = await borrowDemo({ DATA_DIR: dataDir, LOG_ORIGIN: origin });
  });
  afterAll(() => demo?.stop());

  test('signs its log with that key, under the name that LOG_ORIGIN gives', async () => {
    expect(demo.file.logKey).toBe(vkey);
    const note = await (await fetch(`${demo.file.gateway}/log/checkpoint`)).text();
    expect(verifyNote(note, vkey).text).toMatch(/^sigsum\.org\/v1\/tree\/[0-9a-f]{64}\n/);
  });

  test('and `log key` prints the key of the live log, by the name that it has', async () => {
    const { code, stderr, stdout } = await logKey('');
    expect([code, stdout.trim(), stderr]).toEqual([0, vkey, '']);
  });

  test('under another name it says that no node starts so', async () => {
    const { code, stderr } = await logKey('log.test/other');
    expect([code, stderr]).toEqual([0, expect.stringMatching(/starts only after `log adopt`/)]);
  });
});
