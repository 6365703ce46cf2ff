/** Tells a person at the command line what an answer to a query says, with the command that comes next. */
import { isOverRoster } from '../../../sharing-rules/rules/officer/officer-standing.ts';
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { AskersReason } from '../../../sharing-rules/what-to-do.ts';
import { inCommands } from '../../cli/client/in-commands.ts';
import { foundLine } from '../../cli/found-words.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { PLAIN_WIDTH, tableOf } from '../../cli/table-of.ts';
import { wrapped } from '../../cli/wrapped.ts';
import type { DryRunAnswer, HeldAnswer, ReleaseAnswer } from '../query.schema.ts';
import { receiptChecked } from './check-receipt.ts';

export type Answer = ReleaseAnswer | HeldAnswer;

/**
 * @param more the line that says how to go on; null where nothing follows, or it goes on by itself
 * @param isLead whether reads were shown, and nothing is shown after it: then how to use them is said
 */
export function describeRelease(
  { notice, reads, receipt }: ReleaseAnswer,
  more: string | null,
  isLead: boolean,
): string {
  const lines = [
    readsOf(reads),
    `${reads.length} read${reads.length === 1 ? '' : 's'}. ${receiptChecked({ receipt })}`,
  ];
  if (isLead) lines.push(wrapped(notice, process.stdout.columns ?? PLAIN_WIDTH));
  if (more !== null) lines.push(more);
  return lines.join('\n');
}

/** @param again whether it was held before */
export function describeHeld(held: HeldAnswer, as: string | undefined, again: boolean): string {
  const until = held.expiresAt === undefined ? '' : ` until ${held.expiresAt}`;
  return [
    again ? `still waiting for a reviewer${until}:` : 'held for a reviewer, nothing was released:',
    ...reasonLines(held.reasons),
    wrapped(withoutPath(held.detail), process.stdout.columns ?? PLAIN_WIDTH),
    receiptChecked(held),
    `next, when a reviewer has decided${orLargerRoster(held)}: ${nextCommand(`query --pick-up ${held.queryId}`, as)}`,
  ].join('\n');
}

/** The line below names the command in its place. */
function withoutPath(detail: string): string {
  return detail.replace(/; ask `GET [^`]*` for the answer/, '');
}

/** Adds the roster, since a query that waits only for a place there needs no reviewer. */
function orLargerRoster({ reasons: [only, ...others] }: HeldAnswer): string {
  return only && isOverRoster(only) && others.length === 0 ? ', or the roster was raised' : '';
}

const WOULD = { permit: 'permitted', review: 'held for a reviewer', deny: 'refused' } as const;

export function describeDryRun({ effect, obligations, reasons, receipt }: DryRunAnswer): string {
  const lines = [`would be ${WOULD[effect]}`, ...reasonLines(reasons, true)];
  if (reasons.length > 0) lines.push('what each reason means, and what to do: gateway/docs/reasons.md');
  if (obligations.length > 0) lines.push(`with: ${obligations.map(({ code }) => code).join(', ')}`);
  return [...lines, `No reads were looked for. ${receiptChecked({ receipt })}`].join('\n');
}

/** @param withSteps what can be done about the words that are named: of what is held, the answer's own sentence says it */
function reasonLines(reasons: readonly AskersReason[], withSteps = false): string[] {
  return reasons.flatMap(({ clause, code, detail, found, whatToDo }) => [
    `  ${code} (${clause})${detail === undefined ? '' : `: ${detail}`}`,
    ...foundLine(found),
    ...(withSteps && whatToDo !== undefined ? [`    ${inCommands(whatToDo)}`] : []),
  ]);
}

function readsOf(reads: ReleaseAnswer['reads']): string {
  return tableOf(
    ['captured (UTC)', 'plate', 'camera', 'dir'],
    reads.map(({ camera, capturedAt, direction, plate, plateState }) => [
      utcSecond(capturedAt),
      `${plate} ${plateState ?? ''}`.trim(),
      camera.name,
      direction,
    ]),
  );
}
