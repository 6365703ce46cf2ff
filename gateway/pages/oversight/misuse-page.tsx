/** Reports of misuse, as a list. */
import { REPORT_SEARCHES } from '../../../sharing-rules/terms/statuses.ts';
import type { ShownReport } from '../../oversight/misuse/misuse.schema.ts';
import { agencyAddress } from '../console/registry/addresses.ts';
import { DataTable } from '../layout/data-table.tsx';
import { Select } from '../layout/fields.tsx';
import { Day } from '../layout/time.tsx';
import type { Page } from '../serve/page.ts';
import { Due } from './due.tsx';
import { kindInWords } from './report-kinds.ts';

export const STATE_NAMES: Readonly<Record<string, string>> = {
  waiting: 'Not closed yet',
  overdue: 'Overdue',
  open: 'Open',
  acknowledged: 'Assigned',
  closed: 'Closed',
};

export const MISUSE: Page = {
  path: '/console/misuse',
  action: 'read_misuse',
  show: async ({ api, search }) => {
    const state = search.get('state') ?? 'waiting';
    const after = search.get('after');
    const asked = new URLSearchParams({ state, limit: '50', ...(after === null ? {} : { after }) });
    const { next, reports } = await api.call<{ reports: ShownReport[]; next: string | null }>(
      'GET',
      `/v1/misuse-reports?${asked}`,
    );
    const now = Date.now();
    return {
      title: 'Misuse',
      body: (
        <>
          <form method="get" class="usa-form">
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
          <DataTable
            name="Reports of misuse"
            columns={[
              { name: 'Opened', of: ({ openedAt }) => <Day at={openedAt} /> },
              { name: 'Kind', of: ({ kind }) => kindInWords(kind) },
              { name: 'Agency', of: ({ agency }) => agency && <a href={agencyAddress(agency)}>{agency}</a> },
              { name: 'State', of: (report) => STATE_NAMES[report.state] },
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
          {next === null ? null : (
            <a href={`/console/misuse?${new URLSearchParams({ state, after: next })}`}>More reports</a>
          )}
        </>
      ),
    };
  },
};
