/** The clients, persons and issuers that may sign in, and the acts that stop one. */
import type { Role } from '../../../../sharing-rules/terms/asker.ts';
import { ROLE_NAMES } from '../../../../sharing-rules/terms/roles.ts';
import { IDENTITY_STATUSES } from '../../../../sharing-rules/terms/statuses.ts';
import type { ClientView, PersonView } from '../../../registry/identities/identity.schema.ts';
import {
  CLIENTS,
  IDENTITY_STATUS_WORDS,
  type IdentityTerms,
  type IdentityView,
  ISSUERS,
  PERSONS,
} from '../../../registry/identities/identity.terms.ts';
import { type TestedSignIn, TICK_COLUMNS } from '../../../registry/identities/sign-in-test.schema.ts';
import { Alert } from '../../layout/alert.tsx';
import { DataTable } from '../../layout/data-table.tsx';
import { firstUpper } from '../../layout/first-upper.ts';
import { may } from '../../serve/may.ts';
import type { Acted, Page, Visit } from '../../serve/page.ts';
import { PROPOSALS } from '../registry/addresses.ts';
import { type AnswerToOne, toldByTwo } from '../registry/by-two.tsx';
import { listedPage, type RowAct, shownColumns } from '../registry/listed-page.tsx';
import { lower, type Withdrawn, WithdrawnStatus } from '../registry/withdrawn.tsx';

const STATUSES = IDENTITY_STATUSES.map((value) => ({ value, name: IDENTITY_STATUS_WORDS[value] }));

const KINDS = ['clients', 'persons', 'issuers'] as const;

/** Names a row in sentences. */
const calledBy =
  <View extends IdentityView>({ names, what }: IdentityTerms<View>) =>
  (row: View) =>
    `${what} ${names(row)[0]}`;

function stopsOf<View extends IdentityView>({ member, stops, what }: IdentityTerms<View>): RowAct<View>[] {
  const path = `/console/${member}`;
  return stops.map(
    ({ action, description, verb, warning = '' }): RowAct<View> => ({
      ...{ act: verb, action, press: firstUpper(verb), takesReason: true },
      isFor: ({ status }) => status !== 'removed' && !(verb === 'suspend' && status === 'suspended'),
      before: `${firstUpper(description)}. ${warning.trim().replaceAll('\n', ' ')}`,
      carryOut: (visit, id, called) => stop(visit, { path, what, called }, `/v1/${member}/${id}/${verb}`),
    }),
  );
}

const rolesInWords = ({ roles }: PersonView) =>
  roles.map((role) => ROLE_NAMES[role as Role] ?? role).join(', ');

/** @param first columns that pages show first, some in other words than the commands use */
function pageOf<View extends IdentityView>(
  terms: IdentityTerms<View>,
  more: readonly RowAct<View>[],
  first: Readonly<Record<string, (row: View) => string>> = {},
): Page {
  const { columns, member, ofAgency, what } = terms;
  return listedPage<View>({
    ...{
      path: `/console/${member}`,
      member,
      api: `/v1/${member}`,
      title: `Who may sign in: ${member}`,
      table: firstUpper(member),
      action: 'read_registry',
    },
    filters: {
      ...(ofAgency ? { agency: { label: 'Agency’s ORI' } } : {}),
      status: { label: 'Status', choices: STATUSES },
    },
    columns: () => ({
      // Twice: a member keeps its first place and takes its last value.
      ...first,
      ...columns,
      ...first,
      status: ({ status }) => IDENTITY_STATUS_WORDS[status],
    }),
    empty: `No ${what} has this status. Next: choose another status, or propose one.`,
    idOf: ({ id }) => id,
    calledOf: calledBy(terms),
    acts: [...stopsOf(terms), ...more],
    above: (visit) => (
      <>
        {ofAgency && may(visit, 'propose_identity') ? (
          <p>
            To add a {what}, <a href="/console/agencies">choose the agency</a>, then “Add {what}”.
          </p>
        ) : null}
        <p>
          {KINDS.filter((kind) => kind !== member).map((kind, i) => [
            i === 0 ? 'See also: ' : ', ',
            <a key={kind} href={`/console/${kind}`}>
              {kind}
            </a>,
          ])}
          , and <a href={PROPOSALS}>who waits to sign in</a>.
        </p>
      </>
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

const ANSWER_RECORDS: RowAct<ClientView> = {
  ...{ act: 'answer-records', press: 'Let answer records', action: 'let_answer_records', takesReason: true },
  isFor: ({ answersRecords, personId, status }) =>
    status === 'active' && personId === null && answersRecords !== true,
  before:
    'The client answers for its agency’s records office from then on, and asks nothing any more: that is never taken back. Two administrators do it, each of whom presses this.',
  carryOut: async ({ post, typed }, id, called) => {
    const path = `/v1/clients/${encodeURIComponent(id)}/answer-records`;
    const body = { reason: typed.get('reason') ?? '' };
    const answer = await post<AnswerToOne>(path, body);
    return toldByTwo(answer, {
      what: `the ${called}`,
      done: `The ${called} answers for its records office`,
      next: <a href="/console/clients">the list</a>,
    });
  },
};

const REINSTATE: RowAct<IdentityView> = {
  ...{ act: 'reinstate', press: 'Reinstate', action: 'reinstate_person', takesReason: true },
  isFor: ({ status }) => status === 'suspended',
  before:
    'Lets a suspended person sign in again. Their clients sign in again too: remove the one whose key was stolen before.',
  carryOut: async ({ post, typed }, id) => {
    const body = { reason: typed.get('reason') ?? '' };
    await post(`/v1/persons/${encodeURIComponent(id)}/reinstate`, body);
    return { goTo: '/console/persons', told: 'reinstated' };
  },
};

/** Tells what a sign-in lacks, as the gateway finds it at the issuer. */
function testOf<View extends IdentityView>({ member }: IdentityTerms<View>): RowAct<View> {
  return {
    ...{ act: 'test', press: 'Test sign-in', action: 'test_sign_in' },
    isFor: ({ status }) => status === 'active',
    carryOut: async ({ api }, id, called) => {
      const path = `/v1/${member}/${encodeURIComponent(id)}/test`;
      const { ready, ticks } = await api.call<TestedSignIn>('POST', path, {});
      return {
        title: `Test sign-in: ${called}`,
        body: (
          <>
            <Alert kind={ready ? 'success' : 'warning'}>
              {ready
                ? 'Nothing stands in the way of a sign-in.'
                : 'People or systems cannot sign in yet: change what is named here, and test it again.'}
            </Alert>
            <DataTable
              name="What was found"
              columns={shownColumns(TICK_COLUMNS)}
              rows={ticks}
              empty="Nothing was found."
            />
            <p>
              Next: <a href={`/console/${member}`}>the list</a>.
            </p>
          </>
        ),
      };
    },
  };
}

/** The acts on a client of an agency, for that agency's page, and where they are carried out. */
export const CLIENT_ROWS = {
  acts: [...stopsOf(CLIENTS), testOf(CLIENTS)],
  idOf: ({ id }: ClientView) => id,
  calledOf: calledBy(CLIENTS),
};

export const IDENTITY_PAGES: readonly Page[] = [
  {
    ...pageOf(PERSONS, [REINSTATE], {
      name: ({ name }) => name,
      agency: ({ agency }) => agency,
      roles: rolesInWords,
    }),
    link: { name: 'Who may sign in', beside: ['/console/clients', '/console/issuers', PROPOSALS] },
  },
  pageOf(CLIENTS, [testOf(CLIENTS), ANSWER_RECORDS]),
  pageOf(ISSUERS, [testOf(ISSUERS)]),
];
