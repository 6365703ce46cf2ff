/** Reports of misuse: how many wait, by agency, and as a list, of which the Chief closes several at once. */
import { mayClose } from '../../../../sharing-rules/misuse/report-closing.ts';
import { REPORT_SEARCHES } from '../../../../sharing-rules/terms/statuses.ts';
import type { ShownReport, ShownWaitingReports } from '../../../oversight/misuse/misuse.schema.ts';
import { filtersOf, searchOf } from '../../console/registry/addresses.ts';
import type { NameOf } from '../../console/registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../../console/registry/agency-name.tsx';
import { type Column, DataTable } from '../../layout/data-table.tsx';
import { Select } from '../../layout/fields.tsx';
import { MoreLink } from '../../layout/more-link.tsx';
import { Day } from '../../layout/time.tsx';
import type { Page, Visit } from '../../serve/page.ts';
import { Due } from '../due.tsx';
import { kindInWords } from '../report-kinds.ts';
import { CloseMarkedForm, closeMarked, MarkReport } from './close-marked.tsx';
import { MisuseGroups, NO_AGENCY } from './misuse-groups.tsx';
import { readerOf } from './reader-of.ts';

export const STATE_NAMES: Readonly<Record<string, string>> = {
  waiting: 'Not closed yet',
  overdue: 'Overdue',
  open: 'Open',
  acknowledged: 'Assigned',
  closed: 'Closed',
};

interface ReportPage {
  readonly reports: readonly ShownReport[];
  readonly next: string | null;
}

const filtersIn = ({ search }: Visit) => filtersOf(search, 'state', 'agency', 'kind', 'without');

export const MISUSE: Page = {
  path: '/console/misuse',
  action: 'read_misuse',
  link: { name: 'Misuse' },
  show: async (visit) => {
    const { api, search } = visit;
    const { state: given, ...about } = filtersIn(visit);
    const filters = { ...about, state: given || 'waiting' };
    const isOfOne = filters.agency !== '' || filters.without !== '';
    const asked = searchOf({ ...filters, after: search.get('after'), limit: isOfOne ? '200' : '50' });
    const [{ next, reports }, agencies] = await Promise.all([
      api.call<ReportPage>('GET', `/v1/misuse-reports${asked}`),
      isOfOne ? [] : readAgencies(api),
    ]);
    const agencyOf = await readAgencyNames(api, [
      filters.agency || null,
      ...reports.map(({ agency }) => agency),
    ]);
    const reader = readerOf(visit);
    const waiting = reports.filter(
      (report) => report.state !== 'closed' && mayClose(report, reader) === 'allowed',
    );
    const mayCloseSome = isOfOne && waiting.length > 0;
    const table = <Reports {...{ agencyOf, isOfOne, reports, visit }} marked={mayCloseSome ? waiting : []} />;
    return {
      title: isOfOne ? `Misuse: ${whose(filters, agencyOf)}` : 'Misuse',
      body: (
        <>
          {agencies.length === 0 ? null : <MisuseGroups agencies={agencies} />}
          {isOfOne ? (
            <p>
              Only reports about{' '}
              {filters.agency === '' ? 'no agency' : <AgencyName {...{ agencyOf }} ori={filters.agency} />}
              {filters.kind === '' ? null : `, of the kind “${kindInWords(filters.kind)}”`}. Next:{' '}
              <a href="/console/misuse">reports about everybody</a>.
            </p>
          ) : null}
          <Filter {...filters} />
          {mayCloseSome ? <CloseMarkedForm {...{ visit, shown: waiting }}>{table}</CloseMarkedForm> : table}
          <MoreLink address="/console/misuse" filters={filters} next={next} name="More reports" />
        </>
      ),
    };
  },
  act: closeMarked,
};

export async function readAgencies(api: Visit['api']): Promise<readonly ShownWaitingReports[]> {
  return (await api.call<{ agencies: ShownWaitingReports[] }>('GET', '/v1/misuse-agencies')).agencies;
}

type Filters = Readonly<Record<'agency' | 'kind' | 'state' | 'without', string>>;

/** Names the reports to which the list is narrowed. */
function whose({ agency, kind }: Filters, agencyOf: NameOf): string {
  const name = agencyOf(agency || null) ?? NO_AGENCY.toLowerCase();
  return kind === '' ? name : `${kindInWords(kind)} (${name})`;
}

/** Filters by state within what the list is narrowed to. */
function Filter({ state, ...narrowed }: Filters) {
  return (
    <form method="get" class="usa-form">
      {Object.entries(narrowed).map(([name, value]) =>
        value === '' ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      <Select
        name="state"
        label="Which ones"
        choices={REPORT_SEARCHES.map((value) => ({ value, name: STATE_NAMES[value] ?? value }))}
        value={state}
      />
      <button type="submit" class="usa-button">
        Show
      </button>
    </form>
  );
}

interface ReportsProps {
  readonly agencyOf: NameOf;
  /** True if all are about one agency, or about none. */
  readonly isOfOne: boolean;
  /** Those that have a box. */
  readonly marked: readonly ShownReport[];
  readonly reports: readonly ShownReport[];
  readonly visit: Visit;
}

function Reports({ agencyOf, isOfOne, marked, reports, visit: { typed } }: ReportsProps) {
  const now = Date.now();
  const marks: readonly Column<ShownReport>[] = [
    {
      name: 'Mark',
      isAct: true,
      of: (report) => (marked.includes(report) ? <MarkReport {...{ typed }} id={report.id} /> : null),
    },
  ];
  const agencies: readonly Column<ShownReport>[] = [
    { name: 'Agency', of: ({ agency }) => agency && <AgencyName {...{ agencyOf }} ori={agency} /> },
  ];
  return (
    <DataTable
      name="Reports of misuse"
      columns={[
        ...(marked.length === 0 ? [] : marks),
        { name: 'Opened', of: ({ openedAt }) => <Day at={openedAt} /> },
        { name: 'Kind', of: ({ kind }) => kindInWords(kind) },
        ...(isOfOne ? [] : agencies),
        { name: 'State', of: ({ state }) => STATE_NAMES[state] },
        {
          name: 'Due',
          of: ({ dueAt, state }) => (state === 'closed' ? 'closed' : <Due at={dueAt} now={now} />),
        },
        { name: 'What', of: ({ summary }) => summary },
        { name: 'Page', of: ({ id }) => <a href={`/console/misuse/${id}`}>Read {id.slice(0, 8)}</a> },
      ]}
      rows={reports}
      empty="No report fits. The gateway looks for misuse every five minutes, and anybody with a role can report it."
    />
  );
}
