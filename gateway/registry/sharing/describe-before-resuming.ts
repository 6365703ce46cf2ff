/** What to look at before a halt is ended, for a screen. */
import { tableOf } from '../../cli/table-of.ts';
import { type HaltShown, toSecond } from '../describe-sharing.ts';

/** The body of `GET /v1/sharing/resume`. */
export interface BeforeResumingView {
  readonly halted: boolean;
  readonly proposal: {
    readonly index: number;
    readonly person: string;
    readonly at: string;
    readonly reason: string | null;
  } | null;
  readonly halts: readonly HaltShown[];
  readonly grants: readonly { readonly id: string; readonly partner: string; readonly validUntil: string }[];
  readonly lastEntries: readonly {
    readonly index: number;
    readonly at: string;
    readonly kind: string;
    readonly agency: string | null;
  }[];
}

export function describeBeforeResuming({ grants, halts, lastEntries, proposal }: BeforeResumingView): string {
  return [
    ...(proposal === null ? [] : [`${describeProposal(proposal)}\n`]),
    ...(halts.length === 0 ? [] : ['why it is halted:', haltsTable(halts)]),
    '\nThese grants will share again. If you remember revoking one that is listed here, revoke it again first:',
    tableOf(
      ['partner', 'until', 'id'],
      grants.map(({ id, partner, validUntil }) => [partner, validUntil.slice(0, 10), id]),
    ),
    '\nThe last entries of the log. If you remember anything later than these, the log has lost it:',
    tableOf(
      ['entry', 'when', 'kind', 'agency'],
      lastEntries.map(({ agency, at, index, kind }) => [index, toSecond(at), kind, agency]),
    ),
  ].join('\n');
}

function describeProposal({
  at,
  index,
  person,
  reason,
}: NonNullable<BeforeResumingView['proposal']>): string {
  const why = reason === null ? '' : `: ${reason}`;
  return `${person} proposed to resume (log entry ${index}), ${toSecond(at)}${why}`;
}

function haltsTable(halts: BeforeResumingView['halts']): string {
  return tableOf(
    ['entry', 'when', 'by', 'reason'],
    halts.map(({ at, by, index, person, reason }) => [index, toSecond(at), person ?? by, reason]),
  );
}
