/**
 * Prints an answer that may bring a receipt. If it cannot be written, the receipt is kept all the same: a
 * query is logged and counted, and asking again counts a second time.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandConfig } from '../command-config.ts';
import { nextCommand, quoted } from '../next-command.ts';
import { writeOut } from '../write-out.ts';
import { writeSecretFile } from '../write-secret-file.ts';

/**
 * @param again the command that brings this very answer again, if there is one
 * @throws Error that says where the receipt is, and what to type, if standard output takes nothing
 */
export async function printAnswer(
  answer: unknown,
  json: boolean,
  human: () => string,
  again: string | null = null,
): Promise<void> {
  const text = json ? JSON.stringify(answer) : human();
  await writeOut(`${text}\n`).catch((cause: Error) => {
    const lines = [`the answer could not be written (${cause.message})`, ...kept(answer, again)];
    throw new Error(lines.join('\n'), { cause });
  });
}

function kept(answer: unknown, again: string | null): string[] {
  const { receipt } = (answer ?? {}) as { readonly receipt?: { readonly index?: unknown } };
  if (typeof receipt?.index !== 'number') return [];
  const { index } = receipt;
  const path = keep(index, JSON.stringify({ receipt }));
  const where =
    path === null ? `its receipt: ${JSON.stringify({ receipt })}` : `its receipt is kept in ${path}`;
  const check = path === null ? [] : [`next: ${nextCommand(`audit verify --receipt ${quoted(path)}`)}`];
  const entry = `it is entry ${index} of the log`;
  return again === null
    ? [`${entry}: what was asked is counted, and counts again if it is asked again`, where, ...check]
    : [where, `${entry}: make room; for a day the next command shows it, counted once`, `next: ${again}`];
}

/** Returns the path of a file that only its owner may read; null if that disk is full, too. */
function keep(index: number, receipt: string): string | null {
  const directory = resolve(join(commandConfig().dataDir, 'receipts'));
  const path = join(directory, `${index}.json`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeSecretFile(path, receipt);
    return path;
  } catch {
    return null;
  }
}
