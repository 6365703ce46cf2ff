/** The releases that a monthly audit samples, for the auditor to read; what is inadequate is reported to the Chief. */
import type { ShownSample } from '../../oversight/reports/monthly-audit.schema.ts';
import { readAgencyNames } from '../console/registry/agency-name.tsx';
import { Alert } from '../layout/alert.tsx';
import { Checkbox } from '../layout/checkbox.tsx';
import { TextArea } from '../layout/fields.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Page } from '../serve/page.ts';
import { PageProblem } from '../serve/problem.ts';
import { EntriesTable } from './entries-table.tsx';
import { readEntries } from './entry-sentences.tsx';
import { readNames } from './named.ts';

/** So many are on one page: nobody reads fifty at a glance, and what is shown counts as read. */
const TOGETHER = 10;

export const MONTHLY_SAMPLE: Page = {
  path: '/console/monthly/:month/sample',
  action: 'read_misuse',
  show: async ({ api, at, form, request, search, typed }) => {
    const month = at.month ?? '';
    const { entries: all, read } = await api.call<ShownSample>(
      'GET',
      `/v1/monthly-audits/${encodeURIComponent(month)}/sample`,
    );
    const from = firstShown(search.get('from'), { entries: all, read });
    const indices = all.slice(from, from + TOGETHER);
    const entries = await readEntries(api, indices);
    const [nameOf, agencyOf] = await Promise.all([
      readNames(api),
      readAgencyNames(
        api,
        entries.map(({ agency }) => agency),
      ),
    ]);
    const next = from + TOGETHER < all.length ? from + TOGETHER : 0;
    const marked = new Set(typed.getAll('entry'));
    return {
      title: `Sample of ${month}`,
      body: (
        <>
          {all.length === 0 ? (
            <p>Nothing was released in this month, or its details were erased: there is nothing to read.</p>
          ) : (
            <>
              <p>
                <strong>
                  {new Set([...read, ...indices]).size} of {all.length} read
                </strong>
                , with the {indices.length} on this page. Read each: do the reason and the case number justify
                the query? Mark those where they do not; the Chief gets a report that names them. The sample
                of a month is the same for everyone who draws it.
              </p>
              {/* With what was typed come the same entries, though they count as read by now. */}
              <ActForm form={form} press="Report them" isWide action={`${request.path}?from=${from}`}>
                <EntriesTable
                  {...{ entries, nameOf, agencyOf }}
                  first={{
                    name: 'Inadequate',
                    isAct: true,
                    of: ({ index }) => (
                      <Checkbox
                        name="entry"
                        value={String(index)}
                        checked={marked.has(String(index))}
                        label={`Mark ${index}`}
                      />
                    ),
                  }}
                />
                <TextArea
                  name="summary"
                  label="What is inadequate about those that you marked"
                  hint="Without plates, names and case numbers."
                  value={typed.get('summary') ?? ''}
                />
              </ActForm>
              {all.length <= TOGETHER ? null : (
                <p>
                  <a href={`${request.path}?from=${next}`}>
                    {next === 0 ? 'From the beginning' : `The next ${Math.min(TOGETHER, all.length - next)}`}
                  </a>
                </p>
              )}
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
  act: async ({ at, post, typed }) => {
    const entries = typed.getAll('entry').map(Number);
    if (entries.length === 0) throw new PageProblem(NONE_MARKED);
    const summary = typed.get('summary') ?? '';
    if (summary.trim() === '') throw new PageProblem(NOTHING_SAID);
    const body = { kind: 'inadequate_reason', summary, entries };
    const { id } = await post<{ id: string }>('/v1/misuse-reports', body);
    return {
      title: 'Reported',
      body: (
        <Alert kind="success">
          <p>The Chief has the report, and 14 days to close it.</p>
          <p>
            Next: <a href={`/console/monthly/${at.month}/sample`}>go on with the sample</a>,{' '}
            <a href={`/console/misuse/${id}`}>read the report</a>, or{' '}
            <a href={`/console/monthly/${at.month}`}>complete the audit of {at.month}</a>.
          </p>
        </Alert>
      ),
    };
  },
};

/** Returns the place of the first that is shown: as asked, or of the first that nobody has read yet. */
function firstShown(asked: string | null, { entries, read }: Pick<ShownSample, 'entries' | 'read'>): number {
  if (asked !== null && /^\d{1,4}$/.test(asked)) return Math.min(Number(asked), entries.length);
  const seen = new Set(read);
  const place = entries.findIndex((index) => !seen.has(index));
  return place < 0 ? 0 : Math.floor(place / TOGETHER) * TOGETHER;
}

const NOTHING_SAID = {
  status: 422,
  detail: 'you did not say what is inadequate: write it below the entries that you marked',
  reasons: [],
  members: {},
};

const NONE_MARKED = {
  status: 422,
  detail: 'no entry is marked: mark those that are inadequate, or complete the audit where all are adequate',
  reasons: [],
  members: {},
};
