/** The witnesses that cosign the log: two administrators take one out. */
import { type AnswerToOne, toldByTwo } from './registry/by-two.tsx';
import { listedPage } from './registry/listed-page.tsx';

interface WitnessView {
  readonly name: string;
  readonly url: string;
  readonly removal: { readonly status: 'proposed' | 'removed'; readonly person: string } | null;
}

const PATH = '/console/witnesses';

export const WITNESSES = listedPage<WitnessView>({
  ...{ path: PATH, action: 'read_registry', api: '/v1/log/witnesses', member: 'witnesses' },
  title: 'Witnesses of the log',
  columns: () => ({
    name: ({ name }) => name,
    address: ({ url }) => url,
    status: ({ removal }) =>
      removal === null
        ? 'Asked'
        : `${removal.status === 'removed' ? 'Removed' : 'Removal proposed'} by ${removal.person}`,
  }),
  empty: 'None: the operator names them in LOG_WITNESSES.',
  idOf: ({ name }) => name,
  calledOf: ({ name }) => `witness ${name}`,
  acts: [
    {
      ...{ act: 'remove', press: 'Remove', action: 'remove_witness', takesReason: true },
      isFor: ({ removal }) => removal?.status !== 'removed',
      before:
        'It is neither asked nor needed any more, once another administrator has done the same within seven days.',
      carryOut: async ({ post, typed }, name, called) => {
        const body = { reason: typed.get('reason') ?? '' };
        const path = `/v1/log/witnesses/${encodeURIComponent(name)}/remove`;
        const answer = await post<AnswerToOne>(path, body);
        const next = <a href={PATH}>the list</a>;
        return toldByTwo(answer, { what: `the ${called}`, done: `The ${called} is taken out`, next });
      },
    },
  ],
});
