/** The clients, persons and issuers that may sign in, and the acts that stop one. */
import { IDENTITY_STATUSES } from '../../../../sharing-rules/terms/statuses.ts';
import {
  CLIENTS,
  IDENTITY_STATUS_WORDS,
  type IdentityTerms,
  type IdentityView,
  ISSUERS,
  PERSONS,
} from '../../../registry/identities/identity.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { firstUpper } from '../../layout/first-upper.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { listedPage, type RowAct } from '../registry/listed-page.tsx';
import { lower, type Withdrawn, WithdrawnStatus } from '../registry/withdrawn.tsx';

const STATUSES = IDENTITY_STATUSES.map((value) => ({ value, name: IDENTITY_STATUS_WORDS[value] }));

const KINDS = ['clients', 'persons', 'issuers'] as const;

function pageOf<View extends IdentityView>(
  terms: IdentityTerms<View>,
  more: readonly RowAct<View>[] = [],
): Page {
  const { columns, member, names, ofAgency, stops, what } = terms;
  const path = `/console/${member}`;
  const acts = stops.map(
    ({ action, description, verb, warning = '' }): RowAct<View> => ({
      ...{ act: verb, action, press: firstUpper(verb), takesReason: true },
      isFor: ({ status }) => status !== 'removed' && !(verb === 'suspend' && status === 'suspended'),
      before: `${firstUpper(description)}. ${warning.trim().replaceAll('\n', ' ')}`,
      carryOut: (visit, id, called) => stop(visit, { path, what, called }, `/v1/${member}/${id}/${verb}`),
    }),
  );
  return listedPage<View>({
    ...{ path, member, api: `/v1/${member}`, title: firstUpper(member), action: 'read_registry' },
    filters: {
      ...(ofAgency ? { agency: { label: 'Agency’s ORI' } } : {}),
      status: { label: 'Status', choices: STATUSES },
    },
    columns: () => ({ ...columns, status: ({ status }) => IDENTITY_STATUS_WORDS[status] }),
    empty: `No ${what} stands so. Next: choose another status; the owner of the database registers more.`,
    idOf: ({ id }) => id,
    calledOf: (row) => `${what} ${names(row)[0]}`,
    acts: [...acts, ...more],
    above: () => (
      <p>
        {KINDS.filter((kind) => kind !== member).map((kind, i) => [
          i === 0 ? 'See also: ' : ', ',
          <a key={kind} href={`/console/${kind}`}>
            {kind}
          </a>,
        ])}
        .
      </p>
    ),
  });
}

/** Stops one, and tells the result, or that another administrator must do the same if it takes two. */
async function stop(
  visit: Visit,
  { called, path, what }: { readonly called: string; readonly path: string; readonly what: string },
  api: string,
): Promise<Acted> {
  const { lowered, ms } = await lower<Withdrawn & { readonly status: string }>(visit, api);
  const { index, status } = lowered;
  return {
    title: status === 'proposed' ? 'Proposed' : firstUpper(`${what} ${status}`),
    body: (
      <>
        {status === 'proposed' ? (
          <Alert kind="info">
            Nothing has changed yet (log entry {index}): another administrator must do the same to the{' '}
            {called}.
          </Alert>
        ) : (
          <WithdrawnStatus lowered={lowered} ms={ms} what={`The ${called} is ${status}`} />
        )}
        <p>
          Next: <a href={path}>the list</a>.
        </p>
      </>
    ),
  };
}

const REINSTATE: RowAct<IdentityView> = {
  ...{ act: 'reinstate', press: 'Reinstate', action: 'reinstate_person', takesReason: true },
  isFor: ({ status }) => status === 'suspended',
  before:
    'Lets a suspended person sign in again. Their clients sign in again too: remove the one whose key was stolen before.',
  carryOut: async ({ api, form, typed }, id) => {
    const body = { reason: typed.get('reason') ?? '' };
    await api.call('POST', `/v1/persons/${encodeURIComponent(id)}/reinstate`, body, {
      'Idempotency-Key': form.key,
    });
    return { goTo: '/console/persons' };
  },
};

export const IDENTITY_PAGES: readonly Page[] = [
  pageOf(PERSONS, [REINSTATE]),
  pageOf(CLIENTS),
  pageOf(ISSUERS),
];
