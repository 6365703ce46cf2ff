/** Describes, for a screen, what to look at before a halt is ended. */
import { counted } from '../../../sharing-rules/text/counted.ts';
import { nextCommand } from '../../cli/next-command.ts';
import { tableOf } from '../../cli/table-of.ts';
import { toSecond } from '../describe-sharing.ts';
import type { BeforeResumingView } from '../sharing.schema.ts';

/** The heading for a log that goes on under another name: its grants have ended, or will. */
const ENDED =
  'These grants end. Before one is granted again, remember whether it was revoked after the backup:';
const GO_ON =
  'These grants will share again. If you remember revoking one that is listed here, revoke it again first:';

/** The circumstances of the look. */
export interface BeforeResumingPlace {
  /** True if the grants that are listed end, and do not share again. */
  readonly grantsEnd?: boolean;
  /** True if every node is stopped, so that no command can ask one. */
  readonly isStopped?: boolean;
  /** The person who looks, if the command had to be told. */
  readonly as?: string | undefined;
}

export function describeBeforeResuming(
  view: BeforeResumingView,
  { as, grantsEnd = false, isStopped = false }: BeforeResumingPlace,
): string {
  const { grants, halts, lastEntries, proposal, signIn } = view;
  return [
    ...(proposal === null ? [] : [`${describeProposal(proposal)}\n`]),
    ...(halts.length === 0 ? [] : ['why it is halted:', haltsTable(halts)]),
    `\n${describeGrants(grants, grantsEnd)}`,
    `\n${countSignIn(signIn)}`,
    isStopped
      ? 'If you remember removing or suspending one, do it again when a node runs, before sharing is resumed.'
      : lookAgain(as),
    '\nThe last entries of the log. If you remember anything later than these, the log has lost it:',
    tableOf(
      ['entry', 'when', 'kind', 'agency'],
      lastEntries.map(({ agency, at, index, kind }) => [index, toSecond(at), kind, agency]),
    ),
  ].join('\n');
}

function describeGrants(grants: BeforeResumingView['grants'], grantsEnd: boolean): string {
  if (grants.length === 0) return 'No grant is in force: nothing is shared until two persons have granted.';
  const table = tableOf(
    ['partner', 'until', 'id'],
    grants.map(({ id, partner, validUntil }) => [partner, validUntil.slice(0, 10), id]),
  );
  return `${grantsEnd ? ENDED : GO_ON}\n${table}`;
}

/** Tells where to look: a restored database forgets removals and suspensions as it forgets revocations. */
function lookAgain(as: string | undefined): string {
  return [
    'If you remember removing or suspending one, look, and do it again before sharing is resumed:',
    `  ${nextCommand('client list --status active', as)}`,
    `  ${nextCommand('person list --status active', as)}`,
    `  ${nextCommand('issuer list --status active', as)}`,
    `  ${nextCommand('officer list --status active', as)}`,
  ].join('\n');
}

function countSignIn({ clients, issuers, persons, suspendedOfficers }: BeforeResumingView['signIn']): string {
  return (
    `${counted(clients, 'client')}, ${counted(persons, 'person')} and ${counted(issuers, 'issuer')} may sign in; ` +
    `${counted(suspendedOfficers, 'officer')} ${suspendedOfficers === 1 ? 'is' : 'are'} suspended.`
  );
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
