/** Shows how many reports of misuse of each agency await the Chief, so that a flood of one hides no other. */
import type { ShownWaitingReports } from '../../../oversight/misuse/misuse.schema.ts';
import { COUNTED_TO } from '../../../oversight/misuse/waiting-reports-store.ts';
import { searchOf } from '../../console/registry/addresses.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Day } from '../../layout/time.tsx';

export const NO_AGENCY = 'No agency';

/** Returns the address of the list of its reports. */
const reportsAddress = (agency: string | null) =>
  `/console/misuse${searchOf(agency === null ? { without: 'agency' } : { agency })}`;

function counted(count: number): string {
  return `${count < COUNTED_TO ? '' : 'at least '}${count.toLocaleString('en-US')}`;
}

export function MisuseAgencies({ agencies }: { readonly agencies: readonly ShownWaitingReports[] }) {
  return (
    <DataTable
      name="Agencies with reports that are not closed"
      columns={[
        {
          name: 'Agency',
          of: ({ agency, name }) => <a href={reportsAddress(agency)}>{name ?? agency ?? NO_AGENCY}</a>,
        },
        { name: 'Reports', of: ({ reports }) => counted(reports), isNumber: true },
        { name: 'Overdue', of: ({ overdue }) => counted(overdue), isNumber: true },
        { name: 'Oldest', of: ({ oldest }) => <Day at={oldest} /> },
        { name: 'Newest', of: ({ newest }) => <Day at={newest} /> },
      ]}
      rows={agencies}
      empty="None."
    />
  );
}
