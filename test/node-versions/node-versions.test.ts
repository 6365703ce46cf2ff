/** The newer long-term versions of Node build the gateway, start the demo and answer a query; npm's `node` brings them. */
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { newDemoData } from '../setup/demo/demo-databases.ts';
import { appears, endDemo } from '../setup/demo/demo-process.ts';
import { ROOT } from '../setup/source-files.ts';
import { START_FLAGS } from '../setup/start-flags.ts';

const run = promisify(execFile);
const PATIENCE = 600_000;

/** Resolves to the program of that version's newest release. */
async function nodeOf(version: number): Promise<string> {
  const words = ['--yes', '--package', `node@${version}`, '--call', 'node -p process.execPath'];
  const { stdout } = await run('npx', words, { cwd: tmpdir(), env: { ...process.env, NODE_OPTIONS: '' } });
  return stdout.trim();
}

describe.each([22, 24])('Node %i', (version) => {
  test(
    'builds the gateway, starts the demo, and answers a query',
    async () => {
      const node = await nodeOf(version);
      expect((await run(node, ['--version'])).stdout).toMatch(new RegExp(`^v${version}\\.`));
      const project = await mkdtemp(join(tmpdir(), `node-${version}-`));
      const dataDir = await newDemoData();
      for (const name of ['node_modules', 'package.json', 'sharing-rules']) {
        await symlink(join(ROOT, name), join(project, name));
      }
      const out = join(project, 'dist');
      await mkdir(out);
      await run(node, [join(ROOT, 'test/setup/build-programs.cjs'), out, ROOT]);
      const env = { ...process.env, NODE_OPTIONS: '', PORT: '0', DATA_DIR: dataDir };
      const child = spawn(node, [...START_FLAGS, join(out, 'gateway/main.js')], { env });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
      try {
        await appears(join(dataDir, 'demo.json'), child, () => said);
        const words = [join(out, 'gateway/cli.js'), 'query', 'DEMO001', '--as', 'adams', '--json'];
        const { stdout } = await run(node, words, { env });
        const answer = JSON.parse(stdout.trim().split('\n').at(-1) as string);
        expect(JSON.stringify(answer)).toContain('DEMO001');
        expect(said).not.toMatch(/DeprecationWarning|MaxListenersExceeded/);
      } finally {
        expect(await endDemo(child)).toBe(0);
        await Promise.all([project, dataDir].map((path) => rm(path, { recursive: true, force: true })));
      }
    },
    PATIENCE,
  );
});
