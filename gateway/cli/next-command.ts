/** Commands as they are typed in a shell, on the data of this one: what to type next. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { commandConfig, DEFAULT_DATA_DIR } from './command-config.ts';

/**
 * Works as it stands: what the environment says of the gateway and its clients is said again.
 * @param as who acts, if this command had to be told; undefined: the same default acts again
 */
export function nextCommand(words: string, as?: string): string {
  return typed(commandConfig().named, words, as);
}

/**
 * What an administrator types after the owner of the database: in a shell of their own, which has the file of clients, and
 * not the node's DATA_DIR. Where that is not known, a placeholder stands for it; the demo's commands find theirs there.
 */
export function administratorsCommand(words: string, as?: string): string {
  const { clientsFile, demoFile, named } = commandConfig();
  const { DATA_DIR: _, ...ofPeople } = named;
  if (clientsFile === demoFile && existsSync(demoFile)) return typed(named, words, as);
  return typed({ CLIENTS_FILE: '<file of clients>', ...ofPeople }, words, as);
}

/** Returns the same as `nextCommand`, for another node, whose address only its operator knows. */
export function commandElsewhere(words: string, as?: string): string {
  const { GATEWAY_URL: _, ...named } = commandConfig().named;
  return `${typed(named, words, as)} --gateway https://…`;
}

function typed(named: Readonly<Record<string, string>>, words: string, as: string | undefined): string {
  const ahead = Object.entries(named).map(([name, value]) => `${name}=${quoted(value)} `);
  return `${ahead.join('')}npm run gateway -- ${words}${as === undefined ? '' : ` --as ${quoted(as)}`}`;
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
