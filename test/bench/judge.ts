/**
 * Judges labelled reasons as the gateway would: each in a query that is in order but for its words, under a purpose
 * that fits them. Shows each decision, the shares by group and by verdict, and last a summary with the bars.
 */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { expectationOf, meetsVerdict } from './judge/expectation.ts';
import { judgeReason } from './judge/judge-reason.ts';
import { readReasons } from './judge/read-reasons.ts';
import { type Judged, sharesBy, summary } from './judge/shares.ts';
import type { BenchOptions } from './support/bench.ts';

/** Throws where no file is named or it cannot be read. */
export async function run({ report, file }: BenchOptions): Promise<void> {
  if (file === undefined) {
    throw new InvalidArgumentError('name the reasons with --file, one JSON object a line');
  }
  const judged: Judged[] = [];
  const reasons = readReasons(readFileSync(file, 'utf8'));
  for (const reason of reasons) {
    const { line, text, group, verdict, unreadable } = reason;
    if (unreadable !== undefined) {
      report({ line, unreadable });
      continue;
    }
    const { purpose, decision } = judgeReason(reason);
    const { effect, reasons: given } = decision;
    judged.push({ group, verdict, expectation: expectationOf(reason), effect });
    report({
      ...{ line, text, group, verdict, purpose, effect },
      reasons: given.map(({ code, detail }) => (detail ? `${code}: ${detail}` : code)).join(', '),
      asLabelled: meetsVerdict(verdict, effect),
    });
  }
  for (const row of [...sharesBy('group', judged), ...sharesBy('verdict', judged)]) report(row);
  report(summary(judged, reasons.length - judged.length));
}
