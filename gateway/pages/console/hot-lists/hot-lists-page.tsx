/** Hot lists: the lists, their sources and faults, and the endpoints of partners, which take two people. */
import { Alert } from '../../layout/alert.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { buttonsOf } from '../registry/listed-page.tsx';
import { ENDPOINT_ROWS, SOURCE_ROWS } from './exchange-pages.tsx';
import { EndpointTable, FailedJobs, ListTable, SourceTable, VendorList } from './hot-list-tables.tsx';
import { type EndpointView, type HotListsView, type JobsView, readHotLists } from './hot-lists-view.ts';

const HERE = '/console/hot-lists';

export const HOT_LISTS: Page = {
  path: HERE,
  action: 'read_registry',
  link: { name: 'Hot lists' },
  show: async (visit) => {
    const view = await readHotLists(visit.api);
    return { title: 'Hot lists', body: <Body view={view} visit={visit} /> };
  },
  act: (visit) => ACTS[visit.typed.get('act') ?? '']?.(visit) ?? HOT_LISTS.show(visit),
};

const ACTS: Readonly<Record<string, (visit: Visit) => Promise<Acted>>> = {
  approve: async ({ post, typed }) => {
    const [partner, url] = ['partner', 'url'].map((name) => typed.get(name) ?? '');
    const path = `/v1/agencies/${encodeURIComponent(partner ?? '')}/endpoint/approve`;
    await post(path, { url });
    return { goTo: HERE, told: 'approved' };
  },
  fetch: async ({ post, typed }) => {
    const path = `/v1/hot-lists/${encodeURIComponent(typed.get('list') ?? '')}/sync`;
    await post(path);
    return { goTo: HERE };
  },
  board: async ({ api }) => {
    const { url } = await api.call<{ readonly url: string }>('POST', '/v1/board-passes');
    return { goTo: url };
  },
};

function Body({ view, visit }: { readonly view: HotListsView; readonly visit: Visit }) {
  const waiting = view.endpoints.filter(({ status }) => status === 'proposed');
  return (
    <>
      {waiting.length === 0 ? null : (
        <Alert kind="warning" heading={`Endpoints that wait for approval: ${waiting.length}`}>
          Nothing is sent to an address before another administrator than the one who set it approves it.
        </Alert>
      )}
      <p>
        Next: <a href="/console/hits">the reads that match a list</a>,{' '}
        <a href="/console/hot-lists/sources">set or remove sources</a>,{' '}
        <a href="/console/hot-lists/endpoints">remove endpoints</a>,{' '}
        <a href="/console/hot-lists/pushes">which lists are sent</a>.
      </p>
      <ListTable {...view} />
      <SourceTable
        {...view}
        actionOf={({ id }) => (
          <ActForm form={visit.form}>
            <input type="hidden" name="list" value={id} />
            <button type="submit" name="act" value="fetch" class="usa-button usa-button--outline">
              Fetch now
            </button>
          </ActForm>
        )}
        mayAct={may(visit, 'order_sync')}
        remove={removed(visit, SOURCE_ROWS)}
      />
      <EndpointTable
        {...view}
        actionOf={({ partner, url }) => (
          <ActForm form={visit.form}>
            <input type="hidden" name="partner" value={partner} />
            <input type="hidden" name="url" value={url} />
            <button type="submit" name="act" value="approve" class="usa-button">
              Approve
            </button>
          </ActForm>
        )}
        mayAct={may(visit, 'approve_endpoint')}
        remove={removed<EndpointView>(visit, ENDPOINT_ROWS)}
      />
      {view.jobs.vendor === null ? null : <VendorList vendor={view.jobs.vendor} />}
      <Jobs {...view.jobs} visit={visit} agencyOf={view.agencyOf} />
    </>
  );
}

/** Returns the column of *Remove*, which the rows' own list confirms and carries out. */
function removed<Row>(
  visit: Visit,
  { at, ...rows }: Parameters<typeof buttonsOf<Row>>[1] & { readonly at: string },
) {
  return may(visit, 'end_exchange') ? { ...buttonsOf<Row>(visit, rows, at), name: 'Remove' } : undefined;
}

function Jobs({ visit, ...jobs }: JobsView & Pick<HotListsView, 'agencyOf'> & { readonly visit: Visit }) {
  const { dead, lag, redis, waiting } = jobs;
  const behind = waiting === 0 ? '' : ` The oldest has been due for ${Math.round(lag)} seconds.`;
  return (
    <>
      <h2>Jobs</h2>
      <p>
        Waiting: {waiting}.{behind} Failed for good: {dead}. Redis: {redis}.
      </p>
      <FailedJobs {...jobs} />
      {may(visit, 'read_jobs') && redis !== 'off' ? (
        <ActForm form={visit.form}>
          <button type="submit" name="act" value="board" class="usa-button usa-button--outline">
            Open the board of jobs
          </button>
        </ActForm>
      ) : null}
    </>
  );
}
