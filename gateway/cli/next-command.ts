/** Commands as they are typed in a shell, on the data of this one: what to type next. */
import { resolve } from 'node:path';
import { commandConfig, DEFAULT_DATA_DIR } from './command-config.ts';

/** Who named the gateway by its address or by a file of clients does so again, in their own way. */
export function nextCommand(words: string): string {
  const { dataDir, isNamed } = commandConfig();
  return `${isNamed ? '' : dataDirAhead(dataDir)}npm run gateway -- ${words}`;
}

/** Nothing for the default. npm runs every script in the project's directory: relative ones mean the same again. */
export function dataDirAhead(dataDir: string): string {
  return resolve(dataDir) === resolve(DEFAULT_DATA_DIR) ? '' : `DATA_DIR=${quoted(dataDir)} `;
}

/** For a POSIX shell. */
export function quoted(word: unknown): string {
  const text = String(word);
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
