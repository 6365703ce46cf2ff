/** Sources that push reads: one administrator proposes, another approves, and either takes it away. */
import { READS_SOURCE_TERMS } from '../../../registry/sources/source.terms.ts';
import {
  readsSourceColumns,
  type SourcesView,
  type SourceView,
  toSetUp,
} from '../../../registry/sources/source-views.ts';
import { may } from '../../serve/may.ts';
import type { Page } from '../../serve/page.ts';
import { formPage, shownOnce } from '../registry/form-page.tsx';
import { listedPage } from '../registry/listed-page.tsx';

const PATH = '/console/reads-sources';
const API = '/v1/reads-sources';

const LIST = listedPage<SourceView>({
  ...{ path: PATH, action: 'read_registry', title: 'Sources that push reads', api: API, member: 'sources' },
  columns: (_, { recent }) => ({
    ...readsSourceColumns(recent as SourcesView['recent']),
    'proposed by': ({ setByName }) => setByName,
    'approved by': ({ approvedByName }) => approvedByName,
  }),
  empty: 'No source pushes reads. Next: propose one, and another administrator approves it.',
  idOf: ({ id, name, status }) => (status === 'proposed' ? id : name),
  calledOf: ({ name }) => name,
  above: (visit) =>
    may(visit, 'propose_reads_source') ? <a href={`${PATH}/propose`}>Propose a source</a> : null,
  acts: [
    {
      ...{ act: 'approve', press: 'Approve', action: 'approve_reads_source' },
      isFor: ({ status }) => status === 'proposed',
      carryOut: async ({ own, post }, id) => {
        const source = await post<SourceView & { readonly secret: string }>(
          `${API}/${encodeURIComponent(id)}/approve`,
        );
        const next = (
          <>
            set it up at the vendor, then see <a href={PATH}>what comes of it</a>.
          </>
        );
        return shownOnce(
          `Source approved: ${source.name}`,
          toSetUp(source, source.secret, own.replace(/\/$/, '')),
          next,
        );
      },
    },
    {
      ...{ act: 'remove', press: 'Remove', action: 'end_reads_source' },
      isFor: ({ status }) => status === 'proposed' || status === 'active',
      before: 'No node takes a read from this source any more; what was taken stays.',
      carryOut: async ({ api }, _, called) => {
        await api.call('DELETE', `${API}/${encodeURIComponent(called)}`);
        return { goTo: PATH, told: 'removed' };
      },
    },
  ],
});

const PROPOSE = formPage({
  ...{ path: `${PATH}/propose`, action: 'propose_reads_source', terms: READS_SOURCE_TERMS, press: 'Propose' },
  title: () => 'Propose a source of pushed reads',
  undone: 'nothing was proposed',
  above: <p>Nothing is taken from it before another administrator approves it.</p>,
  send: async ({ post }, body) => {
    await post(API, body);
    return { goTo: PATH, told: 'proposed' };
  },
});

export const READS_SOURCE_PAGES: readonly Page[] = [PROPOSE, LIST];
