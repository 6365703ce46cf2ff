/** The project as a newcomer has it, with nothing in it but what it consists of; what is installed is the same. */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { appears } from './demo/demo-process.ts';
import { type DemoJson, LAST_WORDS } from './demo/running-demo.ts';
import { eventually } from './eventually.ts';

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PARTS = [
  'gateway',
  'sharing-rules',
  'migrations',
  'partner-kit',
  'test',
  'package.json',
  'tsconfig.json',
  'README.md',
  'SECURITY.md',
];

export function copyProject(directory: string): void {
  for (const part of PARTS) cpSync(join(ROOT, part), join(directory, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
}

export interface TypedDemo {
  readonly file: DemoJson;
  output(): string;
  /** As Ctrl-C in its terminal does. Resolves when it has ended. */
  stop(): Promise<unknown>;
}

/** @param line that starts the demo, as it is typed there; on free ports */
export async function typeDemo(
  directory: string,
  line: string,
  environment: Readonly<Record<string, string>>,
): Promise<TypedDemo> {
  const child = spawn('bash', ['--norc', '-c', line], {
    cwd: directory,
    env: { ...process.env, NODE_OPTIONS: '', PORT: '0', DATA_DIR: '', ...environment },
    // A terminal sends its signals to the whole group.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const path = join(directory, '.data', 'demo.json');
  await appears(path, child, () => output);
  await eventually(() => output.includes(LAST_WORDS));
  return {
    file: JSON.parse(readFileSync(path, 'utf8')) as DemoJson,
    output: () => output,
    stop: () => interrupt(child),
  };
}

function interrupt(child: ChildProcess): Promise<unknown> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  process.kill(-(child.pid as number), 'SIGINT');
  return closed;
}
