/** The forms that set the sources of lists and the endpoints of partners, and the acts that remove them. */
import type { ShownPush } from '../../../hot-lists/delivery/delivery.schema.ts';
import { ENDPOINT_TERMS } from '../../../hot-lists/delivery/endpoint.terms.ts';
import { SOURCE_TERMS } from '../../../hot-lists/sources/source.terms.ts';
import { may } from '../../serve/may.ts';
import type { Acted, Page } from '../../serve/page.ts';
import { formPage, shownOnce } from '../registry/form-page.tsx';
import { type Listed, listedPage } from '../registry/listed-page.tsx';
import { type Withdrawn, WithdrawnStatus } from '../registry/withdrawn.tsx';
import type { EndpointView, SourceView } from './hot-lists-view.ts';

const HOT_LISTS = '/console/hot-lists';
const SOURCES = '/v1/hot-lists/sources';

const endpointOf = (ori: string | undefined) => `/v1/agencies/${encodeURIComponent(ori ?? '')}/endpoint`;

const SET_SOURCE = formPage({
  ...{ path: `${HOT_LISTS}/sources/set`, action: 'set_up_exchange', terms: SOURCE_TERMS, press: 'Set' },
  title: () => 'Set the source of a list',
  undone: 'nothing was set',
  begin: () => ({ everySeconds: 21_600 }),
  send: async ({ post }, body) => {
    await post(SOURCES, body);
    return { goTo: HOT_LISTS, told: 'saved' };
  },
});

type Rows<Row> = Pick<Listed<Row>, 'acts' | 'calledOf' | 'idOf'>;

/** The acts on the source of a list, for other pages that show it, and where they are carried out. */
export const SOURCE_ROWS: Rows<SourceView> & { readonly at: string } = {
  at: `${HOT_LISTS}/sources`,
  idOf: ({ id }) => id,
  calledOf: ({ list }) => list,
  acts: [
    {
      ...{ act: 'remove', press: 'Remove', action: 'end_exchange' },
      before: 'The list is fetched no more; its entries stay in force.',
      carryOut: async ({ api }, id) => {
        await api.call('DELETE', `${SOURCES}/${encodeURIComponent(id)}`);
        return { goTo: `${HOT_LISTS}/sources`, told: 'removed' };
      },
    },
  ],
};

/** The same for a partner's endpoint. */
export const ENDPOINT_ROWS: Rows<Pick<EndpointView, 'partner'>> & { readonly at: string } = {
  at: `${HOT_LISTS}/endpoints`,
  idOf: ({ partner }) => partner,
  calledOf: ({ partner }) => partner,
  acts: [
    {
      ...{ act: 'remove', press: 'Remove', action: 'end_exchange' },
      before: 'The partner is told no more: after the answer nothing is sent there.',
      carryOut: ({ api }, ori, called) =>
        ended('Endpoint removed', `${called} is told no more`, () => api.call('DELETE', endpointOf(ori))),
    },
  ],
};

const SOURCE_LIST = listedPage<SourceView>({
  ...SOURCE_ROWS,
  ...{ path: `${HOT_LISTS}/sources`, action: 'read_registry', api: SOURCES, member: 'sources' },
  title: 'Sources of hot lists',
  columns: () => ({ list: ({ list }) => list, from: ({ url }) => url, purpose: ({ purpose }) => purpose }),
  empty: 'No list is fetched. Next: set the source of one.',
  above: (visit) =>
    may(visit, 'set_up_exchange') ? <a href={`${HOT_LISTS}/sources/set`}>Set a source</a> : null,
});

const SET_ENDPOINT = formPage({
  ...{ path: '/console/agencies/:ori/endpoint', action: 'set_endpoint', terms: ENDPOINT_TERMS, press: 'Set' },
  title: ({ at }) => `Where ${at.ori} is told of hits and lists`,
  undone: 'nothing was set',
  above: <p>Nothing is sent there before another administrator approves it.</p>,
  send: async ({ at, post }, body) => {
    const set = await post<{ partner: string; secret: string }>(endpointOf(at.ori), body);
    const next = (
      <>
        give it to the partner; another administrator approves the address under{' '}
        <a href={HOT_LISTS}>hot lists</a>.
      </>
    );
    return shownOnce(`Address set for ${set.partner}`, [set.secret], next);
  },
});

const ENDPOINT_LIST = listedPage<EndpointView>({
  ...ENDPOINT_ROWS,
  ...{ path: `${HOT_LISTS}/endpoints`, action: 'read_registry', api: '/v1/endpoints', member: 'endpoints' },
  title: 'Endpoints of partners',
  columns: () => ({
    agency: ({ partner }) => partner,
    address: ({ url }) => url,
    status: ({ status }) => status,
  }),
  empty: 'No partner is told of hits. Next: set an address on the page of its agency.',
});

const PUSH_LIST = listedPage<ShownPush>({
  ...{ path: `${HOT_LISTS}/pushes`, action: 'read_registry', api: '/v1/hot-lists/pushes', member: 'pushes' },
  title: 'Lists that are sent',
  columns: () => ({
    list: ({ list }) => list,
    agency: ({ partner }) => partner,
    address: ({ endpoint }) => (endpoint ? 'approved' : 'none approved: nothing is sent'),
  }),
  empty: 'No list is sent to anybody.',
  idOf: ({ id }) => id,
  calledOf: ({ list, partner }) => `${list} for ${partner}`,
  acts: [
    {
      ...{ act: 'remove', press: 'Remove', action: 'end_exchange' },
      before: 'The list is sent no more: after the answer nothing more of it leaves.',
      carryOut: ({ api }, id, called) =>
        ended('Sending ended', `${called}: nothing is sent any more`, () =>
          api.call('DELETE', `/v1/hot-lists/pushes/${encodeURIComponent(id)}`),
        ),
    },
  ],
});

/** Ends something, and tells what every node did. */
async function ended(
  title: string,
  what: string,
  end: () => Promise<{ readonly lowered: Withdrawn }>,
): Promise<Acted> {
  const began = performance.now();
  const { lowered } = await end();
  const ms = Math.round(performance.now() - began);
  return { title, body: <WithdrawnStatus {...{ lowered, ms, what }} /> };
}

export const EXCHANGE_PAGES: readonly Page[] = [
  ...[SET_SOURCE, SOURCE_LIST, SET_ENDPOINT, ENDPOINT_LIST, PUSH_LIST],
];
