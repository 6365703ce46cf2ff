/** Officers who ask for partners: by agency and standing, and by the id that their agency gave them. */
import { named } from '../../../http/schemas/terms.ts';
import { STANDING_WORDS } from '../../../registry/officers/officer.terms.ts';
import { Alert } from '../../layout/alert.tsx';
import { type Column, DataTable } from '../../layout/data-table.tsx';
import { Select, TextField } from '../../layout/fields.tsx';
import { MoreLink } from '../../layout/more-link.tsx';
import { Day } from '../../layout/time.tsx';
import { ActForm } from '../../serve/act-form.tsx';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { filtersOf, officerAddress, searchOf, suspendAddress } from '../registry/addresses.ts';
import type { NameOf } from '../registry/agency-name.tsx';
import { AgencyName, readAgencyNames } from '../registry/agency-name.tsx';
import { inOrder, type OfficerView } from '../registry/officer-view.ts';

interface OfficerPage {
  readonly subjects: readonly OfficerView[];
  readonly next: string | null;
}

const filtersIn = ({ search }: Pick<Visit, 'search'>) => filtersOf(search, 'agency', 'status', 'after');

export const OFFICERS: Page = {
  path: '/console/officers',
  action: 'read_registry',
  link: { name: 'Officers' },
  show: async (visit) => {
    const { api } = visit;
    const { after, ...filters } = filtersIn(visit);
    // If nothing is found, the page says so and keeps the form.
    const answer = await api.ask('GET', `/v1/subjects${searchOf({ ...filters, after, limit: '50' })}`);
    const isFound = answer.status === 200;
    const { next, subjects } = isFound ? (answer.body as OfficerPage) : { next: null, subjects: [] };
    const agencyOf = await agenciesOf(api, subjects);
    return {
      title: 'Officers',
      body: (
        <>
          {isFound ? null : (
            <Alert kind="error">
              No agency of the registry has the ORI {filters.agency}. Next:{' '}
              <a href="/console/agencies">find the agency by its name</a>.
            </Alert>
          )}
          <OfficerFilters {...filters} />
          <FindOfficer visit={visit} />
          <OfficerTable
            {...{ agencyOf, visit }}
            officers={inOrder(subjects)}
            empty="No officer has this status: officers are enrolled at their first query. Next: choose another agency or status."
          />
          <MoreLink address="/console/officers" filters={filters} next={next} name="Next page" />
        </>
      ),
    };
  },
  act: async (visit) => {
    const { api, typed } = visit;
    const [reference, agency] = ['reference', 'agency'].map((name) => (typed.get(name) ?? '').trim());
    const body = { reference, ...(agency ? { agency } : {}) };
    const { subjects } = await api.call<OfficerPage>('POST', '/v1/subject-search', body);
    const [only, ...others] = subjects;
    if (only !== undefined && others.length === 0) return { goTo: officerAddress(only.id) };
    const agencyOf = await agenciesOf(api, subjects);
    return {
      title: 'Officers found',
      body: (
        <>
          <OfficerTable
            {...{ agencyOf, visit }}
            officers={inOrder(subjects)}
            empty="No officer who asked has this id. Next: look at all officers of the agency."
          />
          <FindOfficer visit={visit} />
          <p>
            Or <a href={`/console/officers${searchOf({ agency })}`}>the whole list</a>.
          </p>
        </>
      ),
    };
  },
};

function OfficerFilters({ agency, status }: Readonly<Record<'agency' | 'status', string>>) {
  return (
    <form method="get" class="filters">
      <TextField name="agency" label="Agency’s ORI" value={agency} maxLength={9} />
      <Select name="status" label="Status" empty="All" choices={named(STANDING_WORDS)} value={status} />
      <button type="submit" class="usa-button">
        Show
      </button>
    </form>
  );
}

/** Sends a form, since an id that an agency gave an officer must not stand in an address. */
function FindOfficer({ visit }: { readonly visit: Visit }) {
  const { form, search, typed } = visit;
  return (
    <details open={typed.has('reference')}>
      <summary>Find an officer by the agency’s id</summary>
      <ActForm form={form} press="Find" action="/console/officers">
        <TextField
          name="reference"
          label="Officer’s id"
          hint="As the agency sends it with queries, for example officer-1."
          required
          maxLength={128}
          value={typed.get('reference') ?? ''}
        />
        <input type="hidden" name="agency" value={typed.get('agency') ?? search.get('agency') ?? ''} />
      </ActForm>
    </details>
  );
}

const agenciesOf = (api: Visit['api'], officers: readonly OfficerView[]) =>
  readAgencyNames(
    api,
    officers.map(({ agency }) => agency),
  );

interface OfficerTableProps {
  readonly visit: Visit;
  readonly officers: readonly OfficerView[];
  readonly agencyOf: NameOf;
  readonly empty: string;
}

function OfficerTable({ agencyOf, empty, officers, visit }: OfficerTableProps) {
  const suspend: Column<OfficerView> = { name: 'Stop', of: SuspendLink };
  return (
    <DataTable
      name="Officers"
      columns={[
        { name: 'Officer', of: ({ id, reference }) => <a href={officerAddress(id)}>{reference}</a> },
        { name: 'Name', of: ({ name }) => name },
        { name: 'Agency', of: ({ agency }) => <AgencyName {...{ agencyOf }} ori={agency} /> },
        { name: 'Status', of: ({ status }) => STANDING_WORDS[status] },
        { name: 'Enrolled', of: ({ enrolledAt }) => <Day at={enrolledAt} /> },
        { name: 'Attested', of: ({ attestedAt }) => <Day at={attestedAt} none="never" /> },
        ...(may(visit, 'suspend_subject') ? [suspend] : []),
      ]}
      rows={officers}
      empty={empty}
    />
  );
}

/** Leaves a reason and a press: one person stops an officer, in three clicks from everywhere. */
function SuspendLink({ id, reference, status }: OfficerView) {
  if (status === 'suspended') return null;
  return (
    <a href={suspendAddress(id)} aria-label={`Suspend ${reference}`}>
      Suspend
    </a>
  );
}
