/** Misuse brought before the Chief, by anybody with a role in the sharing. */
import { readPages } from '../../../cli/client/read-pages.ts';
import type { OpenedReport } from '../../../oversight/misuse/misuse.schema.ts';
import { CLOSED_WITHIN } from '../../../oversight/misuse/report-misuse.ts';
import { whoHasIt } from '../../../oversight/misuse/who-has-report.ts';
import type { PersonView } from '../../../registry/identities/identity.schema.ts';
import { PERSONS } from '../../../registry/identities/identity.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { Select, TextArea, TextField } from '../../layout/fields.tsx';
import { asSentence } from '../../layout/first-upper.ts';
import { readNames } from '../../oversight/named.ts';
import { kindInWords, REPORTED_KINDS } from '../../oversight/report-kinds.ts';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { PageProblem } from '../../serve/problem.ts';

export const REPORT_MISUSE: Page = {
  path: '/console/misuse/report',
  action: 'report_misuse',
  // Its name differs from that of the page above: two links with one name could not be told apart.
  link: { name: 'Report to the Chief' },
  show: async (visit) => {
    const { api } = visit;
    const persons = await readPages<PersonView>(api, PERSONS.path, PERSONS.member);
    return {
      title: 'Report misuse to the Chief',
      body: (
        <>
          <p>
            The Chief gets the report, and has {CLOSED_WITHIN} days to close it; auditors see it too. A report
            about the Chief goes to an auditor instead. Whom it concerns is not shown it.
          </p>
          <ReportForm {...{ visit, persons: persons.filter(canBeConcerned) }} />
        </>
      ),
    };
  },
  act: async (visit) => {
    const { api, post, session } = visit;
    const report = await reportOf(visit);
    const { closer, id, owner } = await post<OpenedReport>('/v1/misuse-reports', report);
    if (may(visit, 'read_misuse') && report.concerns !== session.person.personId) {
      return { goTo: `/console/misuse/${encodeURIComponent(id)}` };
    }
    const nameOf = await readNames(api);
    return {
      title: 'Misuse reported',
      body: (
        <Alert kind={owner === null ? 'warning' : 'success'}>
          <p>
            {asSentence(whoHasIt({ closer, owner: nameOf(owner) }))} It is report {id}.
          </p>
          <p>
            Next: <a href="/console">what waits now</a>.
          </p>
        </Alert>
      ),
    };
  },
};

/** Returns true for those who have a role: they are the owner's, even a records clerk, who cannot report. */
function canBeConcerned({ roles, status }: PersonView): boolean {
  return status === 'active' && roles.length > 0;
}

interface ReportFormProps {
  readonly visit: Visit;
  readonly persons: readonly PersonView[];
}

function ReportForm({ persons, visit: { form, search, typed } }: ReportFormProps) {
  /** Returns a field's text, which a page that links here may have filled in. */
  const given = (name: string) => typed.get(name) ?? search.get(name) ?? '';
  return (
    <ActForm form={form} press="Report misuse">
      <Select
        name="kind"
        label="Kind"
        empty="Choose"
        required
        choices={REPORTED_KINDS.map((value) => ({ value, name: kindInWords(value) }))}
        value={given('kind')}
      />
      <TextArea
        name="summary"
        label="What happened"
        required
        hint="It is kept in the log; write no plates, no names and no case numbers."
        value={typed.get('summary') ?? ''}
      />
      <TextField
        name="agency"
        label="Agency’s ORI"
        hint="If it is about an agency or its officer, for example CO0010000."
        maxLength={9}
        value={given('agency')}
      />
      <TextField
        name="officer"
        label="Officer’s id"
        hint="If it is about an officer: as the agency sends it with queries, for example officer-1. Give the agency’s ORI too."
        maxLength={128}
        value={typed.get('officer') ?? ''}
      />
      <Select
        name="concerns"
        label="One of our own people"
        empty="Not about one of us"
        choices={persons.map(({ id, name }) => ({ value: id, name }))}
        value={typed.get('concerns') ?? ''}
      />
      <TextField
        name="entries"
        label="Log entries that show it"
        hint="Their numbers with commas between, for example 120, 124; or leave it empty."
        value={given('entries')}
      />
    </ActForm>
  );
}

/** @throws PageProblem if the typed text names nothing */
async function reportOf({ api, typed }: Visit) {
  const of = (name: string) => (typed.get(name) ?? '').trim() || undefined;
  const [agency, officer] = [of('agency')?.toUpperCase(), of('officer')];
  if (officer !== undefined && agency === undefined) {
    throw problem('give the agency’s ORI too: several agencies may have an officer of this id');
  }
  return {
    ...{ kind: of('kind') ?? '', summary: of('summary') ?? '', agency },
    concerns: of('concerns'),
    subjectId: officer === undefined ? undefined : await findOfficer(api, officer, agency),
    entries: entriesIn(of('entries') ?? ''),
  };
}

async function findOfficer(
  api: Visit['api'],
  reference: string,
  agency: string | undefined,
): Promise<string> {
  const { subjects } = await api.call<{ readonly subjects: readonly { readonly id: string }[] }>(
    'POST',
    '/v1/subject-search',
    { reference, agency },
  );
  const [only, ...others] = subjects;
  if (only !== undefined && others.length === 0) return only.id;
  throw problem(
    'no officer of this agency who asked has this id: look the id up among the officers, or leave it empty',
  );
}

function entriesIn(text: string): number[] {
  const indices = text.split(/[\s,]+/).filter((one) => one !== '');
  if (indices.every((one) => /^\d{1,15}$/.test(one))) return indices.map(Number);
  throw problem('write the log entries as numbers with commas between, for example 120, 124');
}

function problem(detail: string): PageProblem {
  return new PageProblem({ status: 422, detail, reasons: [], members: {} });
}
