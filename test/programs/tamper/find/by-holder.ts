/** Anybody outside, each with what they hold: the checkpoint of before, the receipt of an entry, a mirror of the log. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../../attacks/scene/programs.ts';
import type { HostileLog } from '../hostile-log.ts';
import type { BaseLog, Finding } from '../tampering.ts';

interface Holding {
  readonly source: string;
  /** Own and empty. */
  readonly directory: string;
  readonly base: BaseLog;
  readonly at: number | null;
}

interface Report {
  readonly log: { readonly faults: readonly string[] } | null;
  readonly receipts: readonly { readonly index: number; readonly faults: readonly string[] }[];
}

/** By the verifier, which reads the whole log. */
export async function findWithCheckpoint(log: HostileLog, holding: Holding): Promise<Finding> {
  const older = join(holding.directory, 'older.note');
  await writeFile(older, holding.base.checkpoint);
  const { code, output } = await verify(holding, '--url', log.url, '--older', older);
  return findingOf(code !== 0, faultsIn(output), holding.at);
}

/** Without the log: by the receipt that was kept, and the one that is given for the same entry now. */
export async function findWithReceipt(log: HostileLog, holding: Holding): Promise<Finding> {
  const { base, directory } = holding;
  const { receipt: kept } = JSON.parse(await readFile(base.receiptFile, 'utf8'));
  const now = await log.receiptOf(base.target).catch(() => null);
  if (now === null)
    return findingOf(true, [`entry ${base.target}: its receipt is not given any more`], holding.at);
  const file = join(directory, 'receipt-now.json');
  await writeFile(file, JSON.stringify(now));
  const { code, output } = await verify(holding, '--receipt', base.receiptFile, '--receipt', file);
  const isOther = now.entry !== kept.entry || now.asker.salt !== kept.asker.salt;
  const said = isOther ? [`entry ${base.target} is not the one of the receipt that was kept`] : [];
  return findingOf(code !== 0 || isOther, [...said, ...faultsIn(output)], holding.at);
}

/** Which compares all that it has with what is served now. */
export async function findWithMirror(
  log: HostileLog,
  { at, base, directory, source }: Holding,
): Promise<Finding> {
  const mirror = join(directory, 'mirror');
  await cp(base.mirror, mirror, { recursive: true });
  const words = ['audit', 'mirror', log.url, mirror, '--key', base.signer.vkey, '--compare', 'all'];
  const { code, output } = await runProgram(source, 'gateway/cli.ts', words, {}).ended;
  // What is found comes last, after lines of progress where the machine is slow.
  return findingOf(code !== 0, output.trim().split('\n').reverse(), at);
}

/** @throws Error where the program ends otherwise than with what it has found */
async function verify({ base, source }: Holding, ...words: string[]) {
  const given = [...words, '--key', base.signer.vkey, '--json'];
  return runProgram(source, 'gateway/audit-verify/main.ts', given, {}).ended;
}

function findingOf(found: boolean, said: readonly string[], at: number | null): Finding {
  const naming = said.find(
    (line) => at !== null && new RegExp(`\\bentry ${at}\\b|shrank: .* has ${at}\\b`, 'i').test(line),
  );
  return { found, named: at === null || naming !== undefined, says: naming ?? said[0] ?? '' };
}

function faultsIn(output: string): string[] {
  const json = output.split('\n').find((line) => line.startsWith('{'));
  // It could not read the log to its end, and says why.
  if (json === undefined) return output.trim().split('\n');
  const { log, receipts } = JSON.parse(json) as Report;
  const ofReceipts = receipts.flatMap(({ faults, index }) =>
    faults.map((fault) => `receipt of entry ${index}: ${fault}`),
  );
  return [...(log?.faults ?? []), ...ofReceipts];
}
