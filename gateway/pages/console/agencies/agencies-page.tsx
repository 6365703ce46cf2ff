/** The registry as a list: searched by name, class, county and standing, with what ends next. */
import { areOfOwner } from '../../../../sharing-rules/rules/agency/agency-eligible.ts';
import { choicesOf } from '../../../http/schemas/terms.ts';
import { AGENCY_STATUS_WORDS, classWords, FACT_TERMS } from '../../../registry/agencies/agency.terms.ts';
import { may } from '../../serve/may.ts';
import { agencyAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { EndsNext, readEndsNext } from '../registry/ends-next.tsx';
import { listedPage } from '../registry/listed-page.tsx';
import { yesOrNo } from '../registry/registry-words.ts';

const chosen = (fact: 'class' | 'county' | 'status') => ({
  label: FACT_TERMS[fact].label,
  choices: choicesOf(FACT_TERMS[fact]),
});

export const AGENCIES = listedPage<AgencyView>({
  ...{ path: '/console/agencies', action: 'read_registry', api: '/v1/agencies', member: 'agencies' },
  link: { name: 'Agencies' },
  title: 'Agencies',
  filters: {
    name: { label: 'Name contains', type: 'search' },
    ...{ class: chosen('class'), county: chosen('county'), status: chosen('status') },
  },
  press: 'Search',
  columns: () => ({
    ORI: ({ ori }) => <a href={agencyAddress(ori)}>{ori}</a>,
    name: (agency) => agency.name,
    class: (agency) => classWords(agency.class),
    county: ({ county }) => county ?? '',
    status: ({ status }) => AGENCY_STATUS_WORDS[status],
    'may get a grant': ({ eligible, reasons }) => (areOfOwner(reasons) ? 'to itself' : yesOrNo(eligible)),
  }),
  empty: 'No agency fits. Next: search for a part of its name, in any class and county.',
  idOf: ({ ori }) => ori,
  calledOf: ({ name }) => name,
  acts: [],
  above: (visit) =>
    may(visit, 'change_agency') ? (
      <p>
        <a href="/console/agencies/add">Add agency</a>
      </p>
    ) : null,
  below: async ({ api, session }) => <EndsNext ending={await readEndsNext(api)} owner={session.person.ori} />,
});
