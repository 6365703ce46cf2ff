/**
 * Prints an answer that may bring a receipt. Where it cannot be written the receipt is kept all the same: a query is in
 * the log and counted, and who asks anew asks a second time.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { commandConfig } from '../command-config.ts';
import { nextCommand, quoted } from '../next-command.ts';
import { writeOut } from '../write-out.ts';
import { writeSecretFile } from '../write-secret-file.ts';

/** @throws Error that says where the receipt is, if standard output takes nothing */
export async function printAnswer(answer: unknown, json: boolean, human: () => string): Promise<void> {
  const text = json ? JSON.stringify(answer) : human();
  await writeOut(`${text}\n`).catch((cause: Error) => {
    const lines = [`the answer could not be written (${cause.message})`, ...kept(answer)];
    throw new Error(lines.join('\n'), { cause });
  });
}

function kept(answer: unknown): string[] {
  const { receipt } = (answer ?? {}) as { readonly receipt?: { readonly index?: unknown } };
  if (typeof receipt?.index !== 'number') return [];
  const { index } = receipt;
  return [
    `it is entry ${index} of the log: what was asked is counted, and counts again if it is asked again`,
    keep(index, JSON.stringify({ receipt })),
  ];
}

/** In a file that only its owner may read, or, where that disk is full too, on standard error. */
function keep(index: number, receipt: string): string {
  const directory = resolve(join(commandConfig().dataDir, 'receipts'));
  const path = join(directory, `${index}.json`);
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    writeSecretFile(path, receipt);
  } catch {
    return `its receipt: ${receipt}`;
  }
  return `its receipt is kept in ${path}\nnext: ${nextCommand(`audit verify --receipt ${quoted(path)}`)}`;
}
