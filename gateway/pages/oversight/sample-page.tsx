/** The releases that a monthly audit samples, for the auditor to read; what is inadequate is reported to the Chief. */
import type { ListedEntry } from '../../oversight/audit-search/audit-search.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { Checkbox, TextArea } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Page } from '../serve/page.ts';
import { PageProblem } from '../serve/problem.ts';
import { ProblemView } from '../serve/problem-view.tsx';
import { EntrySentence, MOST_SENTENCES, readEntries } from './entry-sentences.tsx';
import { readNames } from './named.ts';

export const MONTHLY_SAMPLE: Page = {
  path: '/console/monthly/:month/sample',
  action: 'read_misuse',
  show: async ({ api, at, form, problem, request, typed }) => {
    const month = at.month ?? '';
    const { entries: indices } = await api.call<{ entries: number[] }>(
      'GET',
      `/v1/monthly-audits/${encodeURIComponent(month)}/sample`,
    );
    const [entries, nameOf] = await Promise.all([readSample(api, indices), readNames(api)]);
    const marked = new Set(typed.getAll('entry'));
    return {
      title: `Sample of ${month}`,
      body: (
        <>
          {problem === null ? null : <ProblemView problem={problem} at={request.path} />}
          {entries.length === 0 ? (
            <p>Nothing was released in this month, or its details were erased: there is nothing to read.</p>
          ) : (
            <>
              <p>
                Read each: do the reason and the case number bear the query out? Mark those that do not; the
                Chief gets a report that names them. The sample of a month is the same for everyone who draws
                it.
              </p>
              <ActForm form={form}>
                {entries.map((entry) => (
                  <Checkbox
                    key={entry.index}
                    name="entry"
                    value={String(entry.index)}
                    checked={marked.has(String(entry.index))}
                    label={<EntrySentence {...{ entry, nameOf }} />}
                  />
                ))}
                <TextArea
                  name="summary"
                  label="What is inadequate about those that you marked"
                  hint="Without plates, names and case numbers."
                  value={typed.get('summary') ?? ''}
                />
                <button type="submit" class="usa-button">
                  Report them
                </button>
              </ActForm>
            </>
          )}
          <p>
            That you looked at these entries is in the log. Next:{' '}
            <a href={`/console/monthly/${month}`}>the audit of {month}</a>.
          </p>
        </>
      ),
    };
  },
  act: async ({ api, at, form, typed }) => {
    const entries = typed.getAll('entry').map(Number);
    if (entries.length === 0) throw new PageProblem(NONE_MARKED);
    const body = { kind: 'inadequate_reason', summary: typed.get('summary') ?? '', entries };
    const { id } = await api.call<{ id: string }>('POST', '/v1/misuse-reports', body, {
      'Idempotency-Key': form.key,
    });
    return {
      title: 'Reported',
      body: (
        <Alert kind="success">
          <p>The Chief has the report, and 14 days to close it.</p>
          <p>
            Next: <a href={`/console/misuse/${id}`}>read the report</a>, or{' '}
            <a href={`/console/monthly/${at.month}`}>complete the audit of {at.month}</a>.
          </p>
        </Alert>
      ),
    };
  },
};

/** Reads all of them, newest first: a busy month has more than a document has sentences. */
async function readSample(...[api, indices]: Parameters<typeof readEntries>) {
  const entries: ListedEntry[] = [];
  for (let at = 0; at < indices.length; at += MOST_SENTENCES) {
    entries.unshift(...(await readEntries(api, indices.slice(at, at + MOST_SENTENCES))));
  }
  return entries;
}

const NONE_MARKED = {
  status: 422,
  detail: 'no entry is marked: mark those that are inadequate, or complete the audit where all are adequate',
  reasons: [],
  members: {},
};
