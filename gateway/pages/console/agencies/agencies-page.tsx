/** The registry as a list: searched by name, class, county and standing, with what ends next. */
import { choicesOf } from '../../../http/schemas/terms.ts';
import { AGENCY_STATUS_WORDS, classWords, FACT_TERMS } from '../../../registry/agencies/agency.terms.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Select, TextField } from '../../layout/fields.tsx';
import { MoreLink } from '../../layout/more-link.tsx';
import { may } from '../../serve/may.ts';
import type { Page } from '../../serve/page.ts';
import { agencyAddress, filtersOf, searchOf } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { EndsNext, readEndsNext } from '../registry/ends-next.tsx';
import { yesOrNo } from '../registry/registry-words.ts';

interface AgencyPage {
  readonly agencies: readonly AgencyView[];
  readonly next: string | null;
}

export const AGENCIES: Page = {
  path: '/console/agencies',
  action: 'read_registry',
  show: async (visit) => {
    const { api, search } = visit;
    const { after, ...filters } = filtersOf(search, 'name', 'class', 'county', 'status', 'after');
    const [{ agencies, next }, ending] = await Promise.all([
      api.call<AgencyPage>('GET', `/v1/agencies${searchOf({ ...filters, after, limit: '50' })}`),
      readEndsNext(api),
    ]);
    return {
      title: 'Agencies',
      body: (
        <>
          {may(visit, 'change_agency') ? <a href="/console/agencies/add">Add agency</a> : null}
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

function AgencySearch({ name, ...filters }: Filters) {
  return (
    <form method="get" class="filters">
      <TextField name="name" label="Name contains" type="search" value={name} />
      {(['class', 'county', 'status'] as const).map((filter) => (
        <Select
          key={filter}
          name={filter}
          label={FACT_TERMS[filter].label}
          empty="All"
          choices={choicesOf(FACT_TERMS[filter])}
          value={filters[filter]}
        />
      ))}
      <button type="submit" class="usa-button">
        Search
      </button>
    </form>
  );
}
