/**
 * Judges labelled reasons as the gateway would: each in a query that is in order but for its words, under a purpose
 * that fits them. Shows each decision with the words behind it, the shares by group and by verdict, what is answered
 * otherwise than in the run before, and last a summary with the bars.
 */
import { readFileSync } from 'node:fs';
import { InvalidArgumentError } from 'commander';
import { describeRun } from './judge/describe-run.ts';
import { expectationOf, meetsVerdict } from './judge/expectation.ts';
import { foundIn, judgeReason, reasonsOf } from './judge/judge-reason.ts';
import { type LabelledReason, readReasons } from './judge/read-reasons.ts';
import { changesSince, isAnswered, keepRun, placeOf, readRun } from './judge/runs.ts';
import { type Judged, sharesBy, summary } from './judge/shares.ts';
import type { BenchOptions, Row } from './support/bench.ts';

export const describe = describeRun;

/** Throws where no file is named, or one cannot be read. */
export async function run({ report, file, against }: BenchOptions): Promise<void> {
  if (file === undefined) {
    throw new InvalidArgumentError('name the reasons with --file, one JSON object a line');
  }
  const before = readRun(against ?? placeOf(file));
  const judged: Judged[] = [];
  const rows: Row[] = [];
  const reasons = readReasons(readFileSync(file, 'utf8'));
  for (const reason of reasons) {
    const { line, unreadable } = reason;
    const row = unreadable === undefined ? judge(reason, judged) : { line, unreadable };
    rows.push(row);
    report(row);
  }
  for (const row of [...sharesBy('group', judged), ...sharesBy('verdict', judged)]) report(row);
  const answered = rows.filter(isAnswered);
  const changed = before === null ? [] : changesSince(before, answered);
  for (const row of changed) report({ ...row });
  keepRun(placeOf(file), rows);
  report({
    ...summary(judged, reasons.length - judged.length),
    changed: before === null ? null : changed.length,
    loosened: before === null ? null : changed.filter(({ loosened }) => loosened).length,
  });
}

function judge(reason: LabelledReason, judged: Judged[]): Row {
  const { line, text, group, verdict } = reason;
  const { purpose, decision } = judgeReason(reason);
  const { effect } = decision;
  judged.push({ group, verdict, expectation: expectationOf(reason), effect });
  const why = { reasons: reasonsOf(decision), found: foundIn(decision) };
  return { line, text, group, verdict, purpose, effect, ...why, asLabelled: meetsVerdict(verdict, effect) };
}
