/** Describes the outcome of a replay in words, for commands and the monthly audit alike. */
import { nextCommand } from '../../cli/next-command.ts';
import type { Changed } from './compare-decisions.ts';
import type { DifferentDecision, NotReplayed, Replayed } from './replay-decisions.ts';
import type { ReplayedLog } from './replay-log.ts';
import type { MonthReplayed } from './replay-month.ts';

/** Number of digits that tell a revision from all others. */
const SHORT = 12;

/** Adds the root that draws the same sample again: `SHA-256(root ‖ counter)`, see the guide. */
export function describeSample(result: Replayed & ReplayedLog, as: string | undefined): string {
  return `drawn by the root of the log, ${result.log.root}\n${describeReplay(result, as)}`;
}

/** Returns the lines that the monthly audit says about its sample. */
export function describeMonth({
  // Memos from before acts were compared with the log do not have this member.
  acts = 0,
  altered,
  decisions,
  different,
  log,
  // Memos from before missing details were reported do not have this member.
  missing = [],
  notReplayed,
  same,
}: MonthReplayed): string[] {
  const of = `drawn by the root of the log at the month's end (size ${log.size})`;
  const counts = `${same} the same, ${different.length} different, ${altered.length} altered`;
  return [
    `${decisions} ${decisions === 1 ? 'decision' : 'decisions'} taken again, ${of}: ${counts}`,
    ...(acts === 0
      ? []
      : [`${acts} other entries of the month held against the log: grants, revocations and the like`]),
    ...different.map(sayDifferent),
    ...altered.map(sayAltered),
    ...missing.map(sayMissing),
    ...notReplayed.map(sayNotReplayed),
  ];
}

export function describeReplay(result: Replayed & ReplayedLog, as: string | undefined): string {
  const { altered, decisions, different, entries, log, missing, notReplayed, same } = result;
  const others = entries - decisions;
  return [
    `${decisions} ${decisions === 1 ? 'decision' : 'decisions'} of a log of ${log.size} entries: ` +
      `${same} the same, ${different.length} different`,
    ...different.map(sayDifferent),
    ...altered.map(sayAltered),
    ...missing.map(sayMissing),
    ...notReplayed.map(sayNotReplayed),
    ...(others === 0
      ? []
      : [
          `held against the log only: ${others === 1 ? '1 entry that is not a decision' : `${others} entries that are not decisions`}`,
        ]),
    ...nextStepOf(result, as),
  ].join('\n');
}

function sayAltered(index: number): string {
  return `entry ${index}: altered: what is kept of it is not what the entry commits to`;
}

function sayMissing(index: number): string {
  return `entry ${index}: its details are missing: they must be kept, and somebody removed them`;
}

function sayDifferent({ differs, index, revision }: DifferentDecision): string {
  const parts = Object.entries(differs).map(([part, changed]) => `${part} ${sayChanged(changed)}`);
  return `entry ${index}, rules ${revision.slice(0, SHORT)}: ${parts.join('; ')}`;
}

function sayChanged({ logged, replayed }: Changed): string {
  const [was, is] = [logged, replayed].map((codes) => (codes.length === 0 ? 'none' : codes.join(', ')));
  return was === is ? `${was}, but not in all details` : `${was} in the log, ${is} again`;
}

/** Returns, e.g., `4 decisions not replayed here: revision a1b2c3d4e5f6: … (first: entry 77)`. */
function sayNotReplayed({ decisions, first, revision, why }: NotReplayed): string {
  const which = decisions === 1 ? '1 decision not replayed' : `${decisions} decisions not replayed`;
  const causes: Partial<Record<string, string>> = {
    details_erased: ': no details kept: they were erased with their day',
    input_missing: ': the details do not say on what it rested',
  };
  // Older memos give further causes why rules of another revision could not be run.
  const elsewhere = ` here: revision ${(revision ?? '').slice(0, SHORT)}: take them again with --rules and a checkout of its release`;
  return `${which}${causes[why] ?? elsewhere} (first: entry ${first})`;
}

function nextStepOf({ altered, decisions, different, missing }: Replayed, as: string | undefined): string[] {
  const index = [...altered, ...missing, ...different.map((one) => one.index)].sort((a, b) => a - b)[0];
  if (index !== undefined) return [`next: ${nextCommand(`audit show ${index}`, as)}`];
  return decisions > 0 ? [] : [`next: ${nextCommand('audit search --limit 10', as)}`];
}
