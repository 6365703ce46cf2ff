/** The register of served process: a list with what is overdue on top, the form, and one process with its duties. */
import type { Duty } from '../../../../sharing-rules/served-process.ts';
import { PROCESS_SEARCHES, type ShownProcess } from '../../../oversight/processes/process.schema.ts';
import { KIND_WORDS, processBody, TYPED_TERMS } from '../../../oversight/processes/process.terms.ts';
import { dutiesDone, STATUS_WORDS } from '../../../oversight/processes/process-views.ts';
import { firstUpper } from '../../layout/first-upper.ts';
import { Day, endOfDay, startOfDay } from '../../layout/time.tsx';
import { Due } from '../../oversight/due.tsx';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { PageProblem } from '../../serve/problem.ts';
import { formPage } from '../registry/form-page.tsx';
import { listedPage } from '../registry/listed-page.tsx';
import { processPage } from './process-page.tsx';

const PATH = '/console/processes';
const API = '/v1/processes';

const LIST = listedPage<ShownProcess>({
  ...{ path: PATH, action: 'read_processes', title: 'Served process', api: API, member: 'processes' },
  link: { name: 'Served process' },
  filters: {
    status: {
      label: 'How it stands',
      choices: PROCESS_SEARCHES.map((value) => ({ value, name: firstUpper(STATUS_WORDS[value]) })),
    },
  },
  columns: () => ({
    process: ({ id, issuer, kind }) => (
      <>
        <a href={`${PATH}/${id}`}>{KIND_WORDS[kind]}</a> from <bdi>{issuer}</bdi>
      </>
    ),
    served: ({ servedAt }) => <Day at={servedAt} />,
    'due next': ({ nextDueAt }) => (nextDueAt === null ? 'nothing' : <Due at={nextDueAt} now={Date.now()} />),
    'duties done': dutiesDone,
    status: ({ overdue, status }) => STATUS_WORDS[overdue > 0 && status === 'open' ? 'overdue' : status],
  }),
  empty: 'No process has this status. Next: register one when it is served.',
  idOf: ({ id }) => id,
  calledOf: ({ issuer, kind }) => `${KIND_WORDS[kind]} from ${issuer}`,
  above: (visit) => (
    <>
      <p>
        These subpoenas, warrants, orders and records requests were served on the department. What is overdue
        stands on top. The papers stay in your own file.
      </p>
      {may(visit, 'register_process') ? (
        <p>
          <a href={`${PATH}/register`}>Register a process</a>
        </p>
      ) : null}
    </>
  ),
  acts: [],
});

const REGISTER = formPage({
  ...{ path: `${PATH}/register`, action: 'register_process', terms: TYPED_TERMS, press: 'Register' },
  title: () => 'Register a served process',
  undone: 'nothing was registered',
  above: (
    <p>
      Names and plates are turned into codes as you register them: nobody can read them here again, not even
      you. So keep the paper, and note on it the number that you get.
    </p>
  ),
  send: async ({ api, form, zone }, typed) => {
    const body = processBody(wholeDays(typed, zone));
    const { id } = await api
      .call<ShownProcess>('POST', API, body, { 'Idempotency-Key': form.key })
      .catch((error: unknown) => {
        throw error instanceof PageProblem ? atField(error, body.duties as readonly { duty: Duty }[]) : error;
      });
    return { goTo: `${PATH}/${id}` };
  },
});

type Typed = Readonly<Record<string, unknown>>;

/** The days of the form are those of its reader's clock; each is meant as a whole. */
function wholeDays(typed: Typed, zone: Visit['zone']): Typed {
  const {
    due = {},
    scope = {},
    servedAt,
  } = typed as Typed & {
    readonly due?: Readonly<Record<string, string>>;
    readonly scope?: { readonly from?: string; readonly to?: string };
  };
  const { from, to } = scope;
  return {
    ...typed,
    servedAt: startOfDay(servedAt as string, zone),
    scope: {
      ...scope,
      ...(from && { from: startOfDay(from, zone) }),
      ...(to && { to: endOfDay(to, zone) }),
    },
    due: Object.fromEntries(Object.entries(due).map(([duty, by]) => [duty, endOfDay(by, zone)])),
  };
}

/** Names the field of the form that the API's member was made of. */
function atField({ problem }: PageProblem, duties: readonly { readonly duty: Duty }[]): PageProblem {
  const detail = problem.detail
    .replace(/^`duties\.(\d+)\.\w+`/, (_, at: string) => `\`due.${duties[Number(at)]?.duty}\``)
    .replace(/^`scope\.(persons|plates)\.\d+`/, '`scope.$1`')
    .replace(/the duty `\w+`/, 'it');
  return new PageProblem({ ...problem, detail });
}

export const PROCESS_PAGES: readonly Page[] = [LIST, REGISTER, processPage(PATH, API)];
