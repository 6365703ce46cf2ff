/** Shows how many reports of misuse await the Chief, by agency and kind, so that a flood of one hides no other. */
import { isJudged } from '../../../../sharing-rules/misuse/refused-nothing-left.ts';
import type { ShownWaitingReports } from '../../../oversight/misuse/misuse.schema.ts';
import { COUNTED_TO } from '../../../oversight/misuse/waiting-reports-store.ts';
import { searchOf } from '../../console/registry/addresses.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Day } from '../../layout/time.tsx';
import { kindInWords } from '../report-kinds.ts';

export const NO_AGENCY = 'No agency';

export interface Group extends Pick<ShownWaitingReports, 'agency' | 'name'> {
  readonly counts: ShownWaitingReports['kinds'][number];
  /** The number of those that a person must judge: the others are refusals by which nothing left. */
  readonly judged: number;
}

/** Puts what a person must judge first, what is overdue before the rest, and the oldest on top. */
export function groupsOf(agencies: readonly ShownWaitingReports[]): readonly Group[] {
  const rank = ({ counts, judged }: Group) => (judged === 0 ? 2 : 0) + (counts.overdue === 0 ? 1 : 0);
  return agencies
    .flatMap(({ agency, kinds, name }) =>
      kinds.map((counts) => ({
        ...{ agency, name, counts },
        judged: isJudged(counts.kind) ? counts.reports : counts.reports - counts.refused,
      })),
    )
    .sort((a, b) => rank(a) - rank(b) || a.counts.oldest.localeCompare(b.counts.oldest));
}

/** Returns what narrows a list to the group. */
export const narrowedTo = ({ agency, counts: { kind } }: Group) => ({
  ...(agency === null ? { without: 'agency' } : { agency }),
  kind,
});

function counted(count: number): string {
  return `${count < COUNTED_TO ? '' : 'at least '}${count.toLocaleString('en-US')}`;
}

export function MisuseGroups({ agencies }: { readonly agencies: readonly ShownWaitingReports[] }) {
  return (
    <>
      <p>
        Begin at the top. What is to be judged needs a person. Of the rest, everything was refused and nothing
        left: the Chief may close such a group at once, on its page.
      </p>
      <DataTable
        name="Agencies with reports that are not closed"
        columns={[
          {
            name: 'Kind',
            of: (group) => (
              <a href={`/console/misuse${searchOf(narrowedTo(group))}`}>{kindInWords(group.counts.kind)}</a>
            ),
          },
          {
            name: 'Agency',
            of: ({ agency, name }) => (agency === null ? NO_AGENCY : `${name ?? agency} (${agency})`),
          },
          { name: 'Reports', of: ({ counts }) => counted(counts.reports), isNumber: true },
          { name: 'To be judged', of: ({ judged }) => counted(judged), isNumber: true },
          { name: 'Overdue', of: ({ counts }) => counted(counts.overdue), isNumber: true },
          { name: 'Oldest', of: ({ counts }) => <Day at={counts.oldest} /> },
          { name: 'Newest', of: ({ counts }) => <Day at={counts.newest} /> },
        ]}
        rows={groupsOf(agencies)}
        empty="None."
      />
    </>
  );
}
