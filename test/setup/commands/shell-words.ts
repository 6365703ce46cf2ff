/** What a shell makes of a line: bash itself takes it apart, and tells what it would have called. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface ShellWords {
  /** What `npm` is called with. */
  readonly words: readonly string[];
  /** What is set ahead of it in the line. */
  readonly environment: Readonly<Record<string, string>>;
}

const TELL = `npm() { printf '%s\\0' "$@"; printf '\\n'; env -0; }\n`;
/** Of bash itself. */
const OWN = ['PWD', 'SHLVL', '_', 'OLDPWD', 'PATH'];

/** @throws Error with the words of bash, for a line that it does not understand */
export async function shellWords(line: string): Promise<ShellWords> {
  const { stdout } = await promisify(execFile)('bash', ['--norc', '-c', TELL + line], {
    cwd: '/',
    env: { PATH: process.env.PATH },
  });
  const end = stdout.indexOf('\0\n');
  if (end < 0) throw new Error(`bash calls no \`npm\` for: ${line}`);
  const variables = stdout
    .slice(end + 2)
    .split('\0')
    .filter((text) => text !== '')
    .map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] as const);
  return {
    words: stdout.slice(0, end).split('\0'),
    environment: Object.fromEntries(variables.filter(([name]) => !OWN.includes(name))),
  };
}
