/** The sample issuer without Docker, by the two commands of the operators' guide, with a directory and ports of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '../../gateway/demo/free-port.ts';
import { commandsInMarkdown } from '../commands/command-texts.ts';
import { endDemo } from '../setup/demo/demo-process.ts';
import { eventually } from '../setup/eventually.ts';
import { programArguments } from '../setup/program-arguments.ts';
import { ROOT } from '../setup/source-files.ts';

const PATIENCE = 300_000;

let directory: string;
let port: number;
let issuer: ChildProcess | undefined;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'trial-issuer-'));
  port = await freePort();
});
afterAll(async () => {
  if (issuer !== undefined) await endDemo(issuer);
  rmSync(directory, { recursive: true, force: true });
});

/** A command, as it is typed: its settings and nothing else, and the program that it names. */
function typed(line: string) {
  const here = line
    .replaceAll('.data/trial', join(directory, 'trial'))
    .replace('/var/lib/alpr', join(directory, 'data'))
    .replaceAll('8081', String(port));
  const words = here.split(' ');
  const settings = words
    .filter((word) => word.includes('='))
    .map((word) => word.split('=') as [string, string]);
  const program = (words.at(-1) as string).replace(/^dist\//, '').replace(/\.js$/, '.ts');
  return {
    args: [...programArguments(program)],
    env: { PATH: process.env.PATH, ...Object.fromEntries(settings) },
  };
}

test(
  'is started by two commands, the second as the first one prints it, and publishes its keys',
  async () => {
    const guide = readFileSync(join(ROOT, 'gateway/docs/operating.md'), 'utf8');
    const lines = commandsInMarkdown(guide, 'operating.md').map(({ text }) => text);
    const prepare = typed(lines.find((line) => line.endsWith('prepare-trial.js')) as string);
    const made = spawnSync(process.execPath, prepare.args, { env: prepare.env, encoding: 'utf8' });
    expect([made.status, made.stderr]).toEqual([0, '']);
    const next = /^the secrets are made; next: (.*)\n$/.exec(made.stdout)?.[1] as string;
    const serve = typed(next);
    expect(serve).toEqual(typed(lines.find((line) => line.endsWith('serve-trial-issuer.js')) as string));
    expect(readdirSync(join(directory, 'trial')).sort()).toEqual(
      ['clients', 'gateway-client', 'issuer', 'people', 'registry', 'sign-in-clients'].sort(),
    );
    const { whatToType } = JSON.parse(readFileSync(join(directory, 'trial/issuer'), 'utf8'));
    expect(whatToType).toBe(join(directory, 'trial/people'));

    issuer = spawn(process.execPath, serve.args, { env: serve.env, stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    issuer.stdout?.on('data', (piece) => (said += piece));
    await eventually(() => said.includes(`the issuer http://127.0.0.1:${port} is ready`), PATIENCE);
    const found = await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`);
    expect(await found.json()).toMatchObject({ issuer: `http://127.0.0.1:${port}` });
    expect((await fetch(`http://127.0.0.1:${port}/jwks`)).status).toBe(200);
  },
  PATIENCE,
);
