/**
 * The image of the gateway, built in a directory by the steps of the Dockerfile, since there is no engine here: what it
 * copies is enough, what it leaves out is not needed, and a node writes nothing beside its data.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTestDatabases, type TestDatabases } from '../setup/database/test-databases.ts';
import { eventually } from '../setup/eventually.ts';
import { ROOT } from '../setup/source-files.ts';
import { START_FLAGS } from '../setup/start-flags.ts';

const PATIENCE = 300_000;
const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replace(/#.*\n/g, '');

/** Instructions of a stage, without its FROM. */
function stage(name: string): string[] {
  const text = dockerfile.split(/^FROM /m).find((one) => one.split('\n')[0]?.endsWith(` AS ${name}`));
  if (text === undefined) throw new Error(`the Dockerfile has no stage ${name}`);
  return text
    .split('\n')
    .slice(1)
    .filter((line) => line !== '');
}

let build: string;
let app: string;
let databases: TestDatabases;

/** Sources of each COPY that takes from the project, below the project. */
function copied(): { from: string; to: string }[] {
  return stage('build')
    .filter((line) => line.startsWith('COPY '))
    .flatMap((line) => {
      const words = line.split(' ').slice(1);
      const to = words.pop() as string;
      return words
        .flatMap((word) => matching(word))
        .map((from) => ({ from, to: to.endsWith('/') ? join(to, from.split('/').pop() as string) : to }));
    });
}

function matching(pattern: string): string[] {
  if (!pattern.includes('*')) return [pattern];
  const folder = dirname(pattern);
  const end = pattern.split('*').pop() as string;
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith(end))
    .map((name) => join(folder, name));
}

/** As `npm prune --omit=dev --omit=optional` leaves them: by the lock, without asking a registry. */
function linkProductionPackages(from: string, to: string): void {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: true; optional?: true; devOptional?: true }>;
  };
  for (const [path, { dev, devOptional, optional }] of Object.entries(packages)) {
    if (!/^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) || dev || optional || devOptional) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    symlinkSync(join(from, path), join(to, path));
  }
}

const run = (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
  spawnSync(process.execPath, [...KEEP_LINKS, 'dist/gateway/cli.js', ...words], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
  });

/** So that packages are looked for where they are linked, and not where they lie. */
const KEEP_LINKS = ['--preserve-symlinks', '--preserve-symlinks-main'];

/** What lies in the image, with its times: a write would be seen. */
function contents(): string[] {
  return readdirSync(join(app, 'dist'), { recursive: true, encoding: 'utf8' })
    .map((path) => `${path} ${statSync(join(app, 'dist', path)).mtimeMs}`)
    .concat(readdirSync(app).map((name) => `/${name}`))
    .sort();
}

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'image-'));
  build = join(directory, 'build');
  app = join(directory, 'app');
  for (const { from, to } of copied()) cpSync(join(ROOT, from), join(build, to), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(build, 'node_modules'));
  const script = stage('build').at(-1)?.replace(/^RUN /, '') ?? '';
  const { status, stderr, stdout } = spawnSync('sh', ['-c', script], { cwd: build, encoding: 'utf8' });
  expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: '' });
  const removed = /&& rm -r (.*)$/m.exec(stage('without-demo').join('\n'))?.[1]?.split(' ') ?? [];
  expect(removed).toEqual(['dist/gateway/demo', 'dist/gateway/main.js']);
  for (const path of removed) rmSync(join(build, path), { recursive: true });
  const taken = stage('gateway')
    .filter((line) => line.startsWith('COPY --from=without-demo '))
    .map((line) => (line.split(' ')[2] as string).replace('/app/', ''));
  expect(taken).toEqual(['package.json', 'node_modules', 'dist']);
  for (const path of taken.filter((name) => name !== 'node_modules')) {
    cpSync(join(build, path), join(app, path), { recursive: true });
  }
  linkProductionPackages(ROOT, app);
  databases = await createTestDatabases();
}, PATIENCE);
afterAll(() => databases?.drop());

describe('the image of the gateway', () => {
  test('runs without root, from the built program, and keeps nothing but its data', () => {
    const lines = stage('gateway');
    expect(lines).toEqual(expect.arrayContaining(['USER node', 'VOLUME /data', 'EXPOSE 8080']));
    const command = ['node', ...START_FLAGS, 'dist/gateway/cli.js', 'serve'];
    expect(lines.at(-1)).toBe(`CMD [${command.map((word) => `"${word}"`).join(', ')}]`);
    expect(lines.find((line) => line.startsWith('HEALTHCHECK'))).toContain('/readyz');
  });

  test('has no demo, and nothing that only the demo needs', () => {
    expect(existsSync(join(app, 'dist/gateway/node/serve.js'))).toBe(true);
    const left = [
      'dist/gateway/demo',
      'dist/gateway/main.js',
      'node_modules/oidc-provider',
      'node_modules/jest',
    ];
    expect(left.filter((path) => existsSync(join(app, path)))).toEqual([]);
    const { status, stdout } = run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}serve /m);
    expect(stdout).not.toMatch(/^ {2}demo /m);
    expect(run(['demo'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("unknown command 'demo'"),
    });
  });

  test(
    'serves, and writes nothing beside its data: its files can be read-only',
    async () => {
      const before = contents();
      const dataDir = mkdtempSync(join(tmpdir(), 'image-data-'));
      const child = spawn(process.execPath, [...KEEP_LINKS, 'dist/gateway/cli.js', 'serve'], {
        cwd: app,
        env: {
          ...{ PATH: process.env.PATH, NODE_ENV: 'production', DATA_DIR: dataDir, PORT: '0' },
          ...{ DATABASE_URL: databases.gatewayUrl, READS_DATABASE_URL: databases.readsUrl },
          ...{ PUBLIC_URL: 'https://alpr.example.gov', LOG_ORIGIN: 'log.test/image' },
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (piece) => (said += piece));
      await eventually(() => {
        if (child.exitCode !== null) throw new Error(said);
        return said.includes('the gateway is ready');
      }, PATIENCE);
      const port = /"port":(\d+)/.exec(said)?.[1];
      for (const path of ['/healthz', '/readyz', '/docs', '/verify', '/transparency', '/openapi.json']) {
        expect([path, (await fetch(`http://127.0.0.1:${port}${path}`)).status]).toEqual([path, 200]);
      }
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await exited).toEqual([0, null]);
      expect(contents()).toEqual(before);
      expect(readdirSync(dataDir)).toContain('secrets');
    },
    PATIENCE,
  );
});
