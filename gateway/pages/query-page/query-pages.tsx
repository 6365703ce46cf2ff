/** Serves `/query` to partners' officers: they ask, preview, turn the page, and collect what was held. The owner's have a form of their own. */
import { randomUUID } from 'node:crypto';
import type { ShownRefusal } from '../../query/own/own-refusals.schema.ts';
import type { DryRunAnswer, HeldAnswer, QueryBody, ReleaseAnswer } from '../../query/query.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { Time } from '../layout/time.tsx';
import { epochOf } from '../serve/epoch-of.ts';
import type { Acted, Given, Page, Shown, Visit } from '../serve/page.ts';
import { type Problem, problemOf } from '../serve/problem.ts';
import { typedAs, typedBefore } from '../session/kept-forms.ts';
import { askAsTyped, bodyOf, keyOf } from './ask-as-typed.ts';
import { CheckView } from './check-view.tsx';
import { giveCaseFile } from './give-case-file.ts';
import { heldAddress, showHeld } from './held-view.tsx';
import { OWN_QUERIES_ADDRESS, showOwnQueries } from './own-queries-page.tsx';
import { OWN_REFUSALS_ADDRESS, showOwnRefusals } from './own-refusals-page.tsx';
import { OWN_RELEASES_ADDRESS, releasedAddress, showOwnReleases } from './own-releases-page.tsx';
import { RefusalView } from './refusal-view.tsx';
import { refusedWordsBefore } from './refused-words-before.ts';
import { ReleaseView } from './release-view.tsx';
import { showReleased } from './released-page.tsx';
import { formOf, SCRIPTS, type ShownFormDeps, showForm, TITLE } from './shown-form.tsx';
import {
  HITS_ADDRESS,
  REPORT_ADDRESS,
  reportStandingHit,
  showNotReported,
  showStandingHits,
} from './standing-hits-page.tsx';
import {
  ENTER_ADDRESS,
  enterStanding,
  STANDING_QUERIES,
  showStandingForm,
} from './standing-queries-page.tsx';
import { type CountsOf, TypedChecks } from './typed-checks.ts';
import { typedOf } from './typed-query.ts';

export interface QueryPagesDeps extends ShownFormDeps {
  readonly countsOf: CountsOf;
  /** The form of the owner's own officers, at the same address. */
  readonly ofOwner: Pick<Page, 'show'> & Required<Pick<Page, 'act'>>;
}

export function queryPages(deps: QueryPagesDeps): readonly Page[] {
  const ask: Page = {
    path: '/query',
    action: null,
    showsProblem: true,
    show: async (visit) => {
      if (isOfOwner(visit)) return deps.ofOwner.show(visit);
      if (!mayAsk(visit)) return NOT_FOR_THE_OWNER;
      const { search, session, typed } = visit;
      return showForm(
        { ...visit, typed: typed.size > 0 ? typed : (typedAs(session, search) ?? typed) },
        deps,
      );
    },
    act: async (visit) => {
      if (isOfOwner(visit)) return deps.ofOwner.act(visit);
      if (!mayAsk(visit)) return NOT_FOR_THE_OWNER;
      return visit.typed.get('act') === 'check' ? check(visit, deps) : askFor(visit, deps);
    },
  };
  const held: Page = {
    path: '/query/held/:id',
    action: null,
    releases: true,
    show: (visit) => (mayAsk(visit) ? pickUp(visit, deps) : Promise.resolve(NOT_FOR_THE_OWNER)),
  };
  const caseFiles: readonly Page[] = [
    ownPage('/query/held/:id/case-file', (visit) => pickUp(visit, deps, giveCaseFile)),
    ownPage(`${OWN_RELEASES_ADDRESS}/:id/case-file`, (visit) => showReleased(visit, deps, giveCaseFile)),
  ].map((page) => ({ ...page, releases: true }));
  const released: Page = {
    ...ownPage(`${OWN_RELEASES_ADDRESS}/:id`, (visit) => showReleased(visit, deps)),
    releases: true,
  };
  const typedChecks = new TypedChecks(deps.countsOf);
  const findings: Page = {
    path: '/query/findings',
    action: null,
    showsProblem: true,
    show: ask.show,
    act: (visit) =>
      mayAsk(visit) ? checkTyped(visit, typedChecks, deps) : Promise.resolve(NOT_FOR_THE_OWNER),
  };
  const guarded = (shown: (visit: Visit) => Promise<Acted>) => async (visit: Visit) =>
    mayAsk(visit) ? shown(visit) : NOT_FOR_THE_OWNER;
  const { act = STANDING_QUERIES.show, show } = STANDING_QUERIES;
  return [
    ...[ask, findings, held, released, ...caseFiles],
    {
      ...STANDING_QUERIES,
      show: (visit) => (mayAsk(visit) ? show(visit) : Promise.resolve(NOT_FOR_THE_OWNER)),
      act: guarded(act),
    },
    {
      ...ownPage(ENTER_ADDRESS, async (visit) => showStandingForm(visit, deps)),
      showsProblem: true,
      act: guarded((visit) => enterStanding(visit, deps)),
    },
    {
      ...ownPage(HITS_ADDRESS, (visit) => showStandingHits(visit, deps.now())),
      releases: true,
    },
    { ...ownPage(REPORT_ADDRESS, showNotReported), act: guarded(reportStandingHit) },
    ownPage(OWN_RELEASES_ADDRESS, showOwnReleases),
    ownPage(OWN_QUERIES_ADDRESS, (visit) => showOwnQueries(visit, deps.now())),
    ownPage(OWN_REFUSALS_ADDRESS, showOwnRefusals),
    ownPage(`${OWN_REFUSALS_ADDRESS}/:index`, (visit) => showRefusal(visit, deps)),
  ];
}

/** Makes a page of what an officer asked before. */
const ownPage = (path: string, show: (visit: Visit) => Promise<Given | Shown>): Page => ({
  path,
  action: null,
  show: (visit) => (mayAsk(visit) ? show(visit) : Promise.resolve(NOT_FOR_THE_OWNER)),
});

function mayAsk({ session }: Visit): boolean {
  return session.scope === 'alpr.query';
}

/** True of an officer of the owner's own without a role. */
function isOfOwner({ session }: Visit): boolean {
  return session.scope === 'alpr.ask';
}

const NOT_FOR_THE_OWNER: Shown = {
  title: TITLE,
  status: 403,
  body: (
    <Alert kind="info">
      Here officers of partner agencies ask. Your agency owns the reads. Next:{' '}
      <a href="/console">the console</a>.
    </Alert>
  ),
};

/** Asks, and goes on to an address that shows the answer, so that a second look sends no form again. */
async function askFor(visit: Visit, { now }: Pick<QueryPagesDeps, 'now'>): Promise<Acted> {
  const key = keyOf(visit);
  const came = await askAsTyped({ ...visit, now: now() }, key);
  if (!('reads' in came)) {
    await visit.keep('held', came.queryId);
    return { goTo: heldAddress(came.queryId) };
  }
  await visit.keep('release', key);
  return { goTo: releasedAddress(key) };
}

function dryRun({ api, typed }: Visit, key: string, now: number): Promise<DryRunAnswer> {
  return api.call('POST', '/v1/decisions', bodyOf({ typed, now }), { 'Idempotency-Key': key });
}

/** Checks for the form's script when somebody pauses: the findings alone, since the form is open there. */
async function checkTyped(
  visit: Visit,
  typedChecks: TypedChecks,
  { now }: Pick<QueryPagesDeps, 'now'>,
): Promise<Shown> {
  await typedChecks.count(visit.session.person.personId ?? visit.session.subject);
  const checked = await dryRun(visit, randomUUID(), now());
  return { title: TITLE, body: <CheckView checked={checked} whileTyping /> };
}

async function check(visit: Visit, deps: QueryPagesDeps): Promise<Shown> {
  const checked = await dryRun(visit, visit.form.key, deps.now());
  const { effect, reasons } = checked;
  const refusedBefore = effect === 'permit' ? await refusedWordsBefore(visit, deps.now()) : null;
  const problem: Problem = { status: 200, detail: '', reasons, members: {} };
  return {
    title: TITLE,
    scripts: SCRIPTS,
    body: (
      <>
        <CheckView {...{ checked, refusedBefore }} />
        {formOf(visit, effect === 'deny' ? problem : null, deps)}
      </>
    ),
  };
}

/** Shows a refusal with its form as it was filled in: what is sent from it is a new query. */
async function showRefusal(visit: Visit, deps: QueryPagesDeps): Promise<Shown> {
  const { api, at } = visit;
  const path = `/v1/refusals/${encodeURIComponent(at.index ?? '')}`;
  const { detail, query, reasons, receipt, refusedAt } = await api.call<ShownRefusal>('GET', path);
  const problem: Problem = { status: 403, detail, reasons, members: { receipt } };
  const { body, ...shown } = showForm({ ...visit, typed: typedOf(query as QueryBody), problem }, deps);
  return {
    ...shown,
    title: 'Refused query',
    body: (
      <>
        <p>
          Refused <Time at={refusedAt} />. Correct what is named, and press Ask: it is judged as a new query.
          Or see <a href={OWN_REFUSALS_ADDRESS}>your other refused queries</a>.
        </p>
        {body}
      </>
    ),
  };
}

/** Collects it. A second look within a day shows the same reads, counted once: the key is the query's. */
async function pickUp(
  visit: Visit,
  deps: QueryPagesDeps,
  give?: typeof giveCaseFile,
): Promise<Given | Shown> {
  const { api, at, session } = visit;
  const id = encodeURIComponent(at.id ?? '');
  const came = await api.ask('GET', `/v1/queries/${id}`, undefined, { 'Idempotency-Key': `pick-up-${id}` });
  const asked = { ...visit, typed: typedBefore(session, 'held', at.id) ?? visit.typed };
  if (came.status === 202) return showHeld(came.body as HeldAnswer, asked);
  if (came.status === 200) {
    const release = came.body as ReleaseAnswer;
    if (give !== undefined) return give(release, asked, deps);
    return {
      title: 'Reads',
      release: { epoch: epochOf(release) },
      body: <ReleaseView release={release} visit={asked} streets={deps.streets} />,
    };
  }
  return {
    title: 'Held query',
    status: came.status,
    body: (
      <>
        <RefusalView problem={problemOf(came)} contact={deps.contact} isFormKept={false} />
        <p>
          Next: <a href="/query">ask the query again</a>, if it is still needed.
        </p>
      </>
    ),
  };
}
