/** What to look at before a halt is ended, for a screen. */
import { counted } from '../../../sharing-rules/text/counted.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { tableOf } from '../../cli/table-of.ts';
import { type HaltShown, toSecond } from '../describe-sharing.ts';

/** The body of `GET /v1/sharing/resume`. */
export interface BeforeResumingView {
  readonly halted: boolean;
  readonly proposal: {
    readonly index: number;
    readonly by: string;
    readonly person: string;
    readonly at: string;
    readonly reason: string | null;
  } | null;
  readonly halts: readonly HaltShown[];
  readonly grants: readonly { readonly id: string; readonly partner: string; readonly validUntil: string }[];
  readonly signIn: {
    readonly clients: number;
    readonly persons: number;
    readonly issuers: number;
    readonly suspendedOfficers: number;
  };
  readonly lastEntries: readonly {
    readonly index: number;
    readonly at: string;
    readonly kind: string;
    readonly agency: string | null;
  }[];
}

/** Of a log that goes on under another name the grants have ended, or will. */
const ENDED =
  'These grants end. Before one is granted again, remember whether it was revoked after the backup:';
const GO_ON =
  'These grants will share again. If you remember revoking one that is listed here, revoke it again first:';

/** @param grantsEnd whether the grants that are listed end, and do not share again */
export function describeBeforeResuming(view: BeforeResumingView, grantsEnd = false): string {
  const { grants, halts, lastEntries, proposal, signIn } = view;
  return [
    ...(proposal === null ? [] : [`${describeProposal(proposal)}\n`]),
    ...(halts.length === 0 ? [] : ['why it is halted:', haltsTable(halts)]),
    `\n${grantsEnd ? ENDED : GO_ON}`,
    tableOf(
      ['partner', 'until', 'id'],
      grants.map(({ id, partner, validUntil }) => [partner, validUntil.slice(0, 10), id]),
    ),
    `\n${describeSignIn(signIn)}`,
    '\nThe last entries of the log. If you remember anything later than these, the log has lost it:',
    tableOf(
      ['entry', 'when', 'kind', 'agency'],
      lastEntries.map(({ agency, at, index, kind }) => [index, toSecond(at), kind, agency]),
    ),
  ].join('\n');
}

/** A restored database forgets removals and suspensions as it forgets revocations. */
function describeSignIn({
  clients,
  issuers,
  persons,
  suspendedOfficers,
}: BeforeResumingView['signIn']): string {
  return [
    `${counted(clients, 'client')}, ${counted(persons, 'person')} and ${counted(issuers, 'issuer')} may sign in; ` +
      `${counted(suspendedOfficers, 'officer')} ${suspendedOfficers === 1 ? 'is' : 'are'} suspended.`,
    'If you remember removing or suspending one, look, and do it again before sharing is resumed:',
    `  ${nextCommand('client list --status active')}`,
    `  ${nextCommand('person list --status active')}`,
    `  ${nextCommand('issuer list --status active')}`,
    `  ${nextCommand('officer list --status active')}`,
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
