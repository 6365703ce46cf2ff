/**
 * Rules of another revision than the running one, in a process of their own. It may read the directory of its own files
 * and nothing else: no write, no other program, no environment, no end of its own (Node's permission model). Node 20 and
 * 22 cannot take the network from it; what it is told could leave that way, had somebody kept rules that send it.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Decision } from '../../../sharing-rules/terms/decision.ts';
import { buildRules } from './build-rules.ts';
import type { Question } from './read-detail.ts';
import { unpackRules } from './unpack-rules.ts';

export interface KeptRules {
  /** In the order given. @throws Error where they cannot be run, or take too long */
  decideAgain(questions: readonly Question[]): Promise<readonly Decision[]>;
  close(): Promise<void>;
}

/** A line with questions in, a line with answers out. */
const PROGRAM = `
import { createInterface } from 'node:readline';
import { decideAgain } from './rules/decide-again.js';
for await (const line of createInterface({ input: process.stdin })) {
  const answers = JSON.parse(line).map(({ input, isDryRun }) => decideAgain(input, isDryRun));
  process.stdout.write(JSON.stringify(answers) + '\\n');
}
`;

const ENDED = 'the kept rules have ended before they answered';

/** Ms that some hundred decisions may take; they take a few. */
const PATIENCE = 30_000;
const MEGABYTES = 256;

/** Node 20 knows it under its first name alone. */
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';

/**
 * @param code whose hash was compared with the revision
 * @param patience ms for one answer
 * @throws Error where they cannot be unpacked or built
 */
export async function openKeptRules(code: Buffer, patience = PATIENCE): Promise<KeptRules> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), 'kept-rules-')));
  const remove = () => rm(directory, { recursive: true, force: true });
  try {
    const rules = join(directory, 'rules');
    const paths = await unpackRules(code, rules);
    if (paths.includes('decide-again.ts')) await buildRules(rules);
    await writeFile(join(directory, 'package.json'), '{"type":"module"}');
    await writeFile(join(directory, 'main.js'), PROGRAM);
  } catch (error) {
    await remove();
    throw error;
  }
  const child = start(directory);
  return {
    decideAgain: answersOf(child, patience),
    close: async () => {
      child.kill('SIGKILL');
      await remove();
    },
  };
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

function start(directory: string): Child {
  const flags = [PERMISSION, `--allow-fs-read=${directory}`, `--max-old-space-size=${MEGABYTES}`];
  return spawn(process.execPath, [...flags, join(directory, 'main.js')], {
    ...{ cwd: directory, env: {} },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

function answersOf(child: Child, patience: number): KeptRules['decideAgain'] {
  const ended = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(ENDED));
    child.once('error', fail).once('exit', fail);
    child.stdin.on('error', fail);
  });
  // Nobody may be waiting when it ends.
  ended.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (questions) => {
    const late = setTimeout(() => child.kill('SIGKILL'), patience);
    try {
      child.stdin.write(`${JSON.stringify(questions.map(({ input, isDryRun }) => ({ input, isDryRun })))}\n`);
      const line = await Promise.race([lines.next(), ended]);
      if (line.done) throw new Error(ENDED);
      const answers = JSON.parse(line.value);
      if (!Array.isArray(answers) || answers.length !== questions.length) {
        throw new Error('the kept rules have answered something else');
      }
      return answers;
    } finally {
      clearTimeout(late);
    }
  };
}
