/** The Chief closes several reports about one agency with one outcome and one note: each has its own entry in the log. */
import type { ComponentChildren } from 'preact';
import { Alert } from '../../layout/alert.tsx';
import { Checkbox } from '../../layout/fields.tsx';
import { asSentence } from '../../layout/first-upper.ts';
import { ActForm } from '../../serve/act-form.tsx';
import type { Acted, Visit } from '../../serve/page.ts';
import { PageProblem, problemOf } from '../../serve/problem.ts';
import { ClosingFields, closingOf } from './closing-fields.tsx';

interface CloseMarkedFormProps {
  readonly visit: Visit;
  /** The ids of those that the page shows and that are not closed. */
  readonly shown: readonly string[];
  /** The list, with a box for each. */
  readonly children: ComponentChildren;
}

export function CloseMarkedForm({ children, shown, visit: { form, typed } }: CloseMarkedFormProps) {
  return (
    <ActForm form={form} isWide>
      {children}
      <h2>Close several at once</h2>
      {/* What came in after the page was made is not closed with it. */}
      {shown.map((id) => (
        <input key={id} type="hidden" name="shown" value={id} />
      ))}
      <Checkbox
        name="all"
        value="yes"
        checked={typed.has('all')}
        label={`All ${shown.length} that this page shows`}
      />
      <ClosingFields typed={typed} />
      <button type="submit" class="usa-button">
        Close the marked reports
      </button>
      <p class="usa-hint">Each report gets this outcome and note, and an entry of its own in the log.</p>
    </ActForm>
  );
}

export function MarkReport({ id, typed }: { readonly id: string; readonly typed: Visit['typed'] }) {
  return (
    <Checkbox
      name="report"
      value={id}
      checked={typed.getAll('report').includes(id)}
      label={`Mark ${id.slice(0, 8)}`}
    />
  );
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

interface Left {
  readonly id: string;
  readonly why: string;
}

/** Closes one after the other. @throws PageProblem if none is marked, or if the gateway takes none */
export async function closeMarked(visit: Visit): Promise<Acted> {
  const { api, form, typed } = visit;
  const marked = new Set(typed.getAll(typed.has('all') ? 'shown' : 'report').filter((id) => ID.test(id)));
  if (marked.size === 0) throw new PageProblem(NONE_MARKED);
  const body = closingOf(typed);
  const left: Left[] = [];
  for (const id of marked) {
    const answer = await api.ask('POST', `/v1/misuse-reports/${id}/close`, body, {
      'Idempotency-Key': `${form.key}-${id}`,
    });
    // Somebody else was first, or it is not for this reader: the others are closed all the same.
    if (answer.status === 409 || answer.status === 404) left.push({ id, why: problemOf(answer).detail });
    else if (answer.status !== 200) throw new PageProblem(problemOf(answer));
  }
  return closed(visit, { left, count: marked.size - left.length, outcome: body.outcome });
}

const NONE_MARKED = {
  status: 422,
  detail: 'no report is marked: mark those that this outcome and note fit, or all that this page shows',
  reasons: [],
  members: {},
};

interface Closed {
  readonly count: number;
  readonly outcome: string;
  readonly left: readonly Left[];
}

function closed({ request }: Visit, { count, left, outcome }: Closed): Acted {
  return {
    title: 'Reports closed',
    body: (
      <>
        <Alert
          kind={left.length === 0 ? 'success' : 'warning'}
          heading={`${count} report${count === 1 ? '' : 's'} closed as ${outcome}`}
        >
          <p>Each has an entry of its own in the log, with your note.</p>
          {left.length === 0 ? null : (
            <ul>
              {left.map(({ id, why }) => (
                <li key={id}>
                  <a href={`/console/misuse/${id}`}>{id.slice(0, 8)}</a> was not closed now: {asSentence(why)}
                </li>
              ))}
            </ul>
          )}
        </Alert>
        <p>
          Next: <a href={request.originalUrl}>what is left of this list</a>, or{' '}
          <a href="/console/misuse">all reports</a>.
        </p>
      </>
    ),
  };
}
