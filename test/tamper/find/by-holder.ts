/** Anybody outside: with the checkpoint of before, with a receipt of the entry, or with a mirror of the log. */
import { cp, writeFile } from 'node:fs/promises';
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
  readonly ok: boolean;
  readonly log: { readonly faults: readonly string[] } | null;
  readonly receipts: readonly { readonly index: number; readonly faults: readonly string[] }[];
}

/** @throws Error where a program ends otherwise than with what it has found */
export async function findAsHolder(
  log: HostileLog,
  { at, base, directory, source }: Holding,
): Promise<Finding> {
  const older = join(directory, 'older.note');
  await writeFile(older, base.checkpoint);
  const words = [
    '--url',
    log.url,
    '--key',
    base.signer.vkey,
    '--older',
    older,
    '--receipt',
    base.receiptFile,
  ];
  if (at !== null && at < log.size) {
    const now = join(directory, 'receipt-now.json');
    // What cannot be shown any more is found by the verifier of the log.
    const shown = await log.receiptOf(at).catch(() => null);
    if (shown !== null) {
      await writeFile(now, JSON.stringify(shown));
      words.push('--receipt', now);
    }
  }
  const verified = await runProgram(source, 'gateway/audit-verify/main.ts', [...words, '--json'], {}).ended;
  const mirror = join(directory, 'mirror');
  await cp(base.mirror, mirror, { recursive: true });
  const mirrored = await runProgram(
    source,
    'gateway/cli.ts',
    ['audit', 'mirror', log.url, mirror, '--key', base.signer.vkey],
    {},
  ).ended;
  const said = [...faultsIn(verified.output), ...mirrored.output.trim().split('\n')];
  const naming = said.find(
    (line) => at !== null && new RegExp(`\\bentry ${at}\\b|shrank: .* has ${at}\\b`, 'i').test(line),
  );
  return {
    found: verified.code !== 0 || mirrored.code !== 0,
    named: at === null || naming !== undefined,
    says: naming ?? said[0] ?? '',
  };
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
