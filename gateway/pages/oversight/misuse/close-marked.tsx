/** The Chief closes several reports about one agency with one outcome and one note: each has its own entry in the log. */
import type { ComponentChildren } from 'preact';
import { REPORT_OUTCOMES } from '../../../../sharing-rules/terms/statuses.ts';
import { counted } from '../../../../sharing-rules/text/counted.ts';
import type { ShownReport } from '../../../oversight/misuse/misuse.schema.ts';
import { Alert } from '../../layout/alert.tsx';
import { Checkbox } from '../../layout/checkbox.tsx';
import { asSentence } from '../../layout/first-upper.ts';
import { ActForm } from '../../serve/act-form.tsx';
import type { Acted, Visit } from '../../serve/page.ts';
import { PageProblem, problemOf } from '../../serve/problem.ts';
import { ClosingFields, closingOf, outcomeInWords } from './closing-fields.tsx';

interface CloseMarkedFormProps {
  readonly visit: Visit;
  /** Those that the page shows and that this reader may close. */
  readonly shown: readonly ShownReport[];
  /** The list, with a box for each. */
  readonly children: ComponentChildren;
}

export function CloseMarkedForm({ children, shown, visit: { form, typed } }: CloseMarkedFormProps) {
  return (
    <ActForm form={form} isWide>
      {children}
      <h2 class="no-print">Close several at once</h2>
      {/* What came in after the page was made is not closed with it. */}
      {shown.map(({ id }) => (
        <input key={id} type="hidden" name="shown" value={id} />
      ))}
      <Checkbox
        name="all"
        value="yes"
        checked={typed.has('all')}
        label={`All ${shown.length} that this page shows`}
      />
      <ClosingFields
        typed={typed}
        outcomes={REPORT_OUTCOMES.filter((outcome) =>
          shown.some(({ outcomes }) => outcomes.includes(outcome)),
        )}
      />
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

/** The statuses that say why one stays open: somebody was first, it is not for this reader, or it must be judged. */
const STAYS = [404, 409, 422];

/**
 * Asks once more, then closes one after the other.
 * @throws PageProblem if none is marked, or if the gateway takes none
 */
export async function closeMarked(visit: Visit): Promise<Acted> {
  const { api, form, typed } = visit;
  const marked = new Set(typed.getAll(typed.has('all') ? 'shown' : 'report').filter((id) => ID.test(id)));
  if (marked.size === 0) throw new PageProblem(NONE_MARKED);
  const body = closingOf(typed);
  if (body.note.trim() === '') throw new PageProblem(NO_NOTE);
  if (!typed.has('confirmed')) return askOnceMore(visit, [...marked]);
  const left: Left[] = [];
  for (const id of marked) {
    const answer = await api.ask('POST', `/v1/misuse-reports/${id}/close`, body, {
      'Idempotency-Key': `${form.key}-${id}`,
    });
    // The others are closed all the same.
    if (STAYS.includes(answer.status)) left.push({ id, why: problemOf(answer).detail });
    else if (answer.status !== 200) throw new PageProblem(problemOf(answer));
  }
  return closed(visit, { left, count: marked.size - left.length, outcome: body.outcome });
}

function askOnceMore({ form, request, typed }: Visit, marked: readonly string[]): Acted {
  const { note, outcome } = closingOf(typed);
  const what = counted(marked.length, 'report');
  return {
    title: `Close ${what} as ${outcomeInWords(outcome)}?`,
    body: (
      <ActForm form={form}>
        {marked.map((id) => (
          <input key={id} type="hidden" name="report" value={id} />
        ))}
        {Object.entries({ note, outcome, confirmed: 'yes' }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <p>Your note:</p>
        <p class="typed-text">{note}</p>
        <p>
          Each gets an entry of its own in the log, once and for good. One that must be judged stays open.
        </p>
        <button type="submit" class="usa-button">
          Close {what}
        </button>
        <p>
          <a href={request.originalUrl}>Back to the list, and close none</a>
        </p>
      </ActForm>
    ),
  };
}

const NO_NOTE = {
  status: 422,
  detail: 'the note is missing: say what was found, and what followed',
  reasons: [],
  members: {},
};

const NONE_MARKED = {
  status: 422,
  detail: 'no report is marked: mark those that the outcome and note fit, or all that this page shows',
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
          heading={`${counted(count, 'report')} closed as ${outcomeInWords(outcome)}`}
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
