/** Serves `/query` to the owner's own officers: they ask their own store and other agencies, and see what each answered. */
import { randomUUID } from 'node:crypto';
import type { Peer } from '../../network/agreements/peers-store.ts';
import type { AskRowAnswer } from '../../network/asks/ask.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { DataTable } from '../layout/data-table.tsx';
import { Time } from '../layout/time.tsx';
import { faultsOf } from '../query-page/field-faults.ts';
import { QueryForm } from '../query-page/query-form.tsx';
import { RefusalView } from '../query-page/refusal-view.tsx';
import { AskAgain, SCRIPTS, type ShownFormDeps, TITLE } from '../query-page/shown-form.tsx';
import { typedQuery } from '../query-page/typed-query.ts';
import { WindowFields } from '../query-page/window-fields.tsx';
import type { Acted, Page, Shown, Visit } from '../serve/page.ts';
import { PageProblem, problemOf } from '../serve/problem.ts';
import { formsOf, typedAs, typedBefore, typedIn } from '../session/kept-forms.ts';
import { AgenciesField } from './agencies-field.tsx';
import { AskedAnswers, type ShownAnswers } from './asked-answers.tsx';
import { HeldAsk } from './held-ask.tsx';

export interface AskPagesDeps extends ShownFormDeps {
  /** The agencies with which an agreement is in force. */
  readonly findPeers: () => Promise<readonly Peer[]>;
  /** Days for which the own store keeps reads. */
  readonly retentionDays: number;
  readonly nameOf: (ori: string) => string;
}

const ADDRESS = '/query/asked';

const NOT_FOR_OTHERS: Shown = {
  title: TITLE,
  status: 403,
  body: (
    <Alert kind="info">
      Here officers ask. You have another part in the gateway. Next: <a href="/console">the console</a>, or{' '}
      <a href="/query">ask for reads</a>.
    </Alert>
  ),
};

/** The form of the owner's officers, at the address that partners' officers ask at too. */
export function askForm(deps: AskPagesDeps): Pick<Page, 'show'> & Required<Pick<Page, 'act'>> {
  return {
    show: guarded(async (visit) => {
      const { search, session, typed } = visit;
      return showForm(
        { ...visit, typed: typed.size > 0 ? typed : (typedAs(session, search) ?? typed) },
        deps,
      );
    }),
    act: guarded((visit) => ask(visit, deps)),
  };
}

export function askPages(deps: AskPagesDeps): readonly Page[] {
  return [
    { path: ADDRESS, action: null, show: guarded(showAsks) },
    {
      path: `${ADDRESS}/:id`,
      action: null,
      releases: true,
      show: guarded((visit) => showAnswers(visit, deps)),
      act: guarded((visit) => turnPage(visit, deps)),
    },
  ];
}

function guarded<Answer extends Acted>(answer: (visit: Visit) => Promise<Answer>) {
  return async (visit: Visit): Promise<Answer | Shown> =>
    visit.session.scope === 'alpr.ask' ? answer(visit) : NOT_FOR_OTHERS;
}

type Filled = Pick<Visit, 'form' | 'problem' | 'session' | 'typed'>;

async function showForm({ form, problem, session, typed }: Filled, deps: AskPagesDeps): Promise<Shown> {
  const faults = problem === null ? {} : faultsOf(problem);
  const { ori } = session.person;
  const own = { ori, name: deps.nameOf(ori), retentionDays: deps.retentionDays };
  const peers = await deps.findPeers();
  const now = deps.now();
  return {
    title: TITLE,
    scripts: SCRIPTS.filter((name) => name !== 'check-while-typing.js'),
    body: (
      <>
        {problem === null ? null : (
          <RefusalView problem={problem} contact={deps.contact} isFormKept={false} />
        )}
        <QueryForm
          {...{ typed, now, faults }}
          reasons={problem?.reasons ?? []}
          form={{ ...form, key: randomUUID() }}
          instead={{
            at: '/query',
            matches: ['exact', 'lookalike'],
            end: (field) => (
              <>
                <WindowFields field={field} now={now} />
                <AgenciesField
                  {...{ own, peers, error: faults.at }}
                  chosen={typed.size === 0 ? [ori] : typed.getAll('at')}
                />
                <button type="submit" name="act" value="ask" class="usa-button">
                  Ask
                </button>
              </>
            ),
          }}
        />
      </>
    ),
  };
}

/** @throws PageProblem with what is wrong, by field */
function bodyOf(typed: Visit['typed'], now: number): object {
  const { body, faults } = typedQuery(typed, now);
  const at = [...new Set(typed.getAll('at'))];
  const all = { ...faults, ...(at.length === 0 ? { at: 'Choose at least one agency.' } : {}) };
  if (Object.keys(all).length === 0) return { ...body, at };
  const detail = 'Nothing was asked yet. The fields below say what to change';
  throw new PageProblem({ status: 422, detail, reasons: [], members: { fields: all } });
}

const sendAsk = ({ api, typed }: Pick<Visit, 'api' | 'typed'>, key: string, now: number) =>
  api.ask('POST', '/v1/asks', bodyOf(typed, now), { 'Idempotency-Key': key });

/** Asks, and goes on to an address that shows the answers: it sends the very same question under the same key. */
async function ask(visit: Visit, { now }: Pick<AskPagesDeps, 'now'>): Promise<Acted> {
  const { key } = visit.form;
  const came = await sendAsk(visit, key, now());
  if (came.status >= 400) throw new PageProblem(problemOf(came));
  await visit.keep('ask', key);
  return { goTo: `${ADDRESS}/${key}` };
}

/** Returns the question of the address as it was typed; null once the session has it no more. */
const questionAt = ({ at, session }: Visit) => typedBefore(session, 'ask', at.id);

async function showAnswers(visit: Visit, deps: AskPagesDeps): Promise<Shown> {
  const typed = questionAt(visit);
  if (typed === null || visit.at.id === undefined) return NOT_KEPT;
  const statedAt = deps.now();
  const came = await sendAsk({ ...visit, typed }, visit.at.id, statedAt);
  if (came.status === 202)
    return { title: 'Held question', body: <HeldAsk held={came.body} id={visit.at.id} /> };
  if (came.status === 200) return shown(came.body as ShownAnswers, { ...visit, typed }, statedAt, deps);
  const form = await showForm({ ...visit, typed, problem: problemOf(came) }, deps);
  return { ...form, title: 'Answers are not shown again', status: came.status };
}

/** Shows one agency's next page alone: the others keep theirs. */
async function turnPage(visit: Visit, deps: AskPagesDeps): Promise<Acted> {
  const statedAt = deps.now();
  const id = encodeURIComponent(visit.typed.get('askId') ?? '');
  const ori = visit.typed.get('ori') ?? '';
  const came = await visit.api.ask('POST', `/v1/asks/${id}/next`, { ori });
  if (came.status >= 400) throw new PageProblem(problemOf(came));
  if (came.status === 202)
    return { title: 'Held question', body: <HeldAsk held={came.body} id={visit.at.id} /> };
  const typed = questionAt(visit) ?? new URLSearchParams();
  return shown(came.body as ShownAnswers, { ...visit, typed }, statedAt, deps, true);
}

async function shown(
  answers: ShownAnswers,
  visit: Visit,
  statedAt: number,
  deps: AskPagesDeps,
  isFurther = false,
): Promise<Shown> {
  const names = new Map((await deps.findPeers()).map(({ name, ori }) => [ori, name]));
  const nameOf = (ori: string) => names.get(ori) ?? deps.nameOf(ori);
  const has = (outcome: AskRowAnswer['outcome']) => answers.answers.some((one) => one.outcome === outcome);
  return {
    title: 'Answers',
    // INVARIANT (P2): read before the API was asked, so that a revocation since then ends this page too.
    release: { epoch: visit.session.epoch },
    scripts: [
      ...(has('pending') && !isFurther ? ['look-again.js'] : []),
      ...(answers.answers.some(({ ori, outcome }) => outcome === 'held' && ori === visit.session.person.ori)
        ? ['turn-held.js']
        : []),
    ],
    body: (
      <>
        <AskedAnswers {...{ answers, isFurther, nameOf, statedAt, visit }} streets={deps.streets} />
        <AskAgain id={visit.at.id} />
      </>
    ),
  };
}

const NOT_KEPT: Shown = {
  title: 'Answers are not shown again',
  status: 404,
  body: (
    <Alert kind="info">
      Answers can be asked for again until you sign out, or your session ends; those of this address cannot.
      Next: <a href="/query">ask again</a>.
    </Alert>
  ),
};

async function showAsks({ session }: Visit): Promise<Shown> {
  return {
    title: 'Asked agencies',
    body: (
      <>
        <p>
          What you asked since you signed in, the newest first. Answers of others are not kept here: to show
          them again, each agency is asked for the same answer once more.
        </p>
        <DataTable
          name="Your questions"
          columns={[
            { name: 'Asked', of: ({ at }) => <Time at={new Date(at).toISOString()} /> },
            { name: 'Case', of: (one) => typedIn(one).get('caseNumber') ?? '' },
            { name: 'Plate', of: (one) => typedIn(one).get('plate') ?? '' },
            { name: 'Agencies', of: (one) => typedIn(one).getAll('at').join(', ') },
            {
              name: 'Next',
              of: ({ id }) => <a href={`${ADDRESS}/${encodeURIComponent(id)}`}>Show the answers</a>,
            },
          ]}
          rows={formsOf(session, 'ask')}
          empty="You have asked nothing since you signed in. Next: ask for reads."
        />
        <p>
          <a href="/query">Ask for reads</a>.
        </p>
      </>
    ),
  };
}
