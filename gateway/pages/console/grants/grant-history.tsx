/** The history of grants: who proposed, approved, withdrew or revoked them, and the log entry of each act. */
import { DataTable } from '../../layout/data-table.tsx';
import { Time } from '../../layout/time.tsx';
import type { Visit } from '../../serve/page.ts';
import { grantAddress } from '../registry/addresses.ts';
import type { GrantView } from '../registry/grant-view.ts';
import { LogEntryLink } from '../registry/log-entry-link.tsx';

interface GrantEvent {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly reason: string;
  readonly index: number | null;
  readonly grant: string;
}

/** Returns the events, the newest first. */
export function eventsOf(grants: readonly GrantView[]): readonly GrantEvent[] {
  return grants
    .flatMap((grant) => eventsOfOne(grant).reverse())
    .sort((one, other) => other.at.localeCompare(one.at));
}

function eventsOfOne(grant: GrantView): GrantEvent[] {
  const { approvedAt, approvedByName, endedAt, endedByName, endedIndex, endedReason, id, status } = grant;
  const { approvedIndex = null, proposedIndex = null } = grant;
  const event = (at: string, what: string, by: string | null, reason = '', index: number | null = null) => ({
    ...{ at, what, by: by ?? '', reason, index, grant: id },
  });
  return [
    event(grant.proposedAt, 'Proposed', grant.proposedByName, '', proposedIndex),
    ...(approvedAt === null
      ? []
      : [event(approvedAt, 'Approved: in force', approvedByName, '', approvedIndex)]),
    ...(status === 'expired' ? [event(grant.validUntil, 'Expired', null)] : []),
    ...(endedAt === null || status === 'expired'
      ? []
      : [
          event(
            endedAt,
            status === 'withdrawn' ? 'Withdrawn' : 'Revoked',
            endedByName,
            endedReason ?? '',
            endedIndex,
          ),
        ]),
  ];
}

interface GrantHistoryProps {
  readonly visit: Visit;
  readonly grants: readonly GrantView[];
  readonly name: string;
  /** The whole sentence that is shown if there are none. */
  readonly empty: string;
}

export function GrantHistory({ empty, grants, name, visit }: GrantHistoryProps) {
  return (
    <DataTable
      name={name}
      columns={[
        { name: 'When', of: ({ at }) => <Time at={at} /> },
        { name: 'What', of: ({ what }) => what },
        { name: 'By', of: ({ by }) => by },
        { name: 'Reason', of: ({ reason }) => reason },
        {
          name: 'Log entry',
          of: ({ index }) => <LogEntryLink visit={visit} index={index} />,
          isNumber: true,
        },
        { name: 'Grant', of: ({ grant }) => <a href={grantAddress(grant)}>Open this grant</a> },
      ]}
      rows={eventsOf(grants)}
      empty={empty}
    />
  );
}
