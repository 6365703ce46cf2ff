/** The registry as a list: searched by name, class, county and standing, with what ends next. */
import { AGENCY_STATUSES } from '../../../../sharing-rules/terms/agency.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Select, TextField } from '../../layout/fields.tsx';
import { MoreLink } from '../../layout/more-link.tsx';
import type { Page } from '../../serve/page.ts';
import { agencyAddress, filtersOf, searchOf } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { COLORADO_COUNTIES } from '../registry/colorado-counties.ts';
import { EndsNext, readEndsNext } from '../registry/ends-next.tsx';
import { AGENCY_STATUS_WORDS, CLASS_CHOICES, classWords, yesOrNo } from '../registry/registry-words.ts';

interface AgencyPage {
  readonly agencies: readonly AgencyView[];
  readonly next: string | null;
}

export const AGENCIES: Page = {
  path: '/console/agencies',
  action: 'read_registry',
  show: async ({ api, search }) => {
    const { after, ...filters } = filtersOf(search, 'name', 'class', 'county', 'status', 'after');
    const [{ agencies, next }, ending] = await Promise.all([
      api.call<AgencyPage>('GET', `/v1/agencies${searchOf({ ...filters, after, limit: '50' })}`),
      readEndsNext(api),
    ]);
    return {
      title: 'Agencies',
      body: (
        <>
          <AgencySearch {...filters} />
          <DataTable
            name="Agencies"
            columns={[
              { name: 'ORI', of: ({ ori }) => <a href={agencyAddress(ori)}>{ori}</a> },
              { name: 'Name', of: (agency) => agency.name },
              { name: 'Class', of: (agency) => classWords(agency.class) },
              { name: 'County', of: ({ county }) => county ?? '' },
              { name: 'Status', of: ({ status }) => AGENCY_STATUS_WORDS[status] },
              { name: 'May get a grant', of: ({ eligible }) => yesOrNo(eligible) },
            ]}
            rows={agencies}
            empty="No agency fits. Next: search for a part of its name, in any class and county."
          />
          <MoreLink address="/console/agencies" filters={filters} next={next} name="Next page" />
          <EndsNext ending={ending} />
        </>
      ),
    };
  },
};

type Filters = Readonly<Record<'name' | 'class' | 'county' | 'status', string>>;

function AgencySearch({ class: agencyClass, county, name, status }: Filters) {
  return (
    <form method="get" class="filters">
      <TextField name="name" label="Name contains" type="search" value={name} />
      <Select name="class" label="Class" empty="All" choices={CLASS_CHOICES} value={agencyClass} />
      <Select
        name="county"
        label="County"
        empty="All"
        choices={COLORADO_COUNTIES.map((value) => ({ value, name: value }))}
        value={county}
      />
      <Select
        name="status"
        label="Status"
        empty="All"
        choices={AGENCY_STATUSES.map((value) => ({ value, name: AGENCY_STATUS_WORDS[value] }))}
        value={status}
      />
      <button type="submit" class="usa-button">
        Search
      </button>
    </form>
  );
}
