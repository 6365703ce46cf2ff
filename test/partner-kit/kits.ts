/** The partner's kits as programs of their own, as a partner's shell runs them. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe } from '@jest/globals';
import { RUN_TYPESCRIPT } from '../setup/commands/run-typescript.ts';
import { findPython } from '../setup/find-python.ts';

const at = (path: string) => fileURLToPath(new URL(`../../partner-kit/${path}`, import.meta.url));

/** One language's kit: the words before those of its programs, and an agency that asks in its tests alone. */
export interface Kit {
  readonly language: string;
  readonly client: readonly string[];
  readonly verifyReceipt: readonly string[];
  readonly incidentFromCad: readonly string[];
  /** With a grant. */
  readonly partner: string;
  /** Without one. */
  readonly refused: string;
}

export interface KitEnd {
  readonly code: number | null;
  /** Each line of standard output, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, checked by the tests themselves
  readonly answers: readonly any[];
  readonly words: string;
}

const node = [process.execPath, ...RUN_TYPESCRIPT];

const TYPESCRIPT: Kit = {
  language: 'TypeScript',
  client: [...node, at('typescript/client.ts')],
  verifyReceipt: [...node, at('typescript/verify-receipt.ts')],
  incidentFromCad: [...node, at('typescript/incident-from-cad.ts')],
  partner: 'adams',
  refused: 'brighton',
};

const python = findPython('requests, jwcrypto');

const PYTHON: Kit = {
  language: 'Python',
  client: [python ?? '', at('python/client.py')],
  verifyReceipt: [python ?? '', at('python/verify_receipt.py')],
  incidentFromCad: [python ?? '', at('python/incident_from_cad.py')],
  partner: 'aurora',
  refused: 'thornton',
};

const KITS: readonly Kit[] = [TYPESCRIPT, PYTHON];

/** The same tests for each kit; those of one whose runtime is not here are skipped, and say so. */
export function describeKits(what: string, tests: (kit: Kit) => void): void {
  for (const kit of KITS) {
    const isHere = kit !== PYTHON || python !== undefined;
    const why = isHere ? '' : ' (skipped: apt-get install python3-requests python3-jwcrypto)';
    (isHere ? describe : describe.skip)(`the ${kit.language} kit ${what}${why}`, () => tests(kit));
  }
}

/**
 * Runs a program of a kit.
 * @param output a file or device that takes its answers, e.g. one that is full; default: they are in what is returned
 */
export async function runKit(
  program: readonly string[],
  words: readonly string[],
  output?: string,
): Promise<KitEnd> {
  const [command = '', ...before] = program;
  const opened = output === undefined ? 'pipe' : openSync(output, 'w');
  const child = spawn(command, [...before, ...words], {
    env: { ...process.env, NODE_OPTIONS: '', PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', opened, 'pipe'],
  });
  if (typeof opened === 'number') closeSync(opened);
  const closed = once(child, 'close');
  const [stdout = '', stderr = ''] = await Promise.all(
    [child.stdout, child.stderr].map(async (stream) =>
      Buffer.concat((await stream?.toArray()) ?? []).toString(),
    ),
  );
  const [code] = await closed;
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  return { code, answers: lines.map((line) => JSON.parse(line)), words: stderr + stdout };
}
