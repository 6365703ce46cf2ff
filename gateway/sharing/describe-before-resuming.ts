/** What to look at before a halt is ended, for a screen. */
import { tableOf } from '../cli/table-of.ts';

/** The body of `GET /v1/sharing/resume`. */
export interface BeforeResumingView {
  readonly halted: boolean;
  readonly proposal: { readonly index: number; readonly byName: string; readonly at: string } | null;
  readonly halts: readonly {
    readonly index: number;
    readonly at: string;
    readonly by: string | null;
    readonly byName: string | null;
    readonly reason: string | null;
  }[];
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
    ...(proposal === null ? [] : [`${proposal.byName} proposed to resume (log entry ${proposal.index})\n`]),
    'why it is halted:',
    tableOf(
      ['entry', 'when', 'by', 'reason'],
      halts.map(({ at, by, byName, index, reason }) => [index, toSecond(at), byName ?? by, reason]),
    ),
    '\ngrants that share when it is resumed (one that you know to be revoked: revoke it first, or do not resume):',
    tableOf(
      ['partner', 'until', 'id'],
      grants.map(({ id, partner, validUntil }) => [partner, validUntil.slice(0, 10), id]),
    ),
    '\nthe last entries of the log (what you know to have come after them is missing):',
    tableOf(
      ['entry', 'when', 'kind', 'agency'],
      lastEntries.map(({ agency, at, index, kind }) => [index, toSecond(at), kind, agency]),
    ),
  ].join('\n');
}

/** Both are UTC. */
function toSecond(time: string): string {
  return `${time.slice(0, 19)}Z`;
}
