/** One agency: its facts, what waits for approval, its grants and their history, who of it reaches the gateway. */

import type { AdministrativeAction } from '../../../../sharing-rules/terms/roles.ts';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { DecideProposal } from '../grants/decide-proposal.tsx';
import { GrantHistory } from '../grants/grant-history.tsx';
import { GrantTerms } from '../grants/grant-terms.tsx';
import { agencyAddress, grantAddress, proposeAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { COPY_SCRIPTS } from '../registry/for-the-other.tsx';
import { type GrantView, grantBefore, readGrantsOf } from '../registry/grant-view.ts';
import { AgencyFacts } from './agency-facts.tsx';
import { AgencyPeople, type AgencyPeopleView, readPeopleOf } from './agency-people.tsx';

export const AGENCY: Page = {
  path: '/console/agencies/:ori',
  action: 'read_registry',
  show: async (visit) => {
    const { api, at } = visit;
    const agency = await api.call<AgencyView>('GET', `/v1/agencies/${encodeURIComponent(at.ori ?? '')}`);
    const [grants, people] = await Promise.all([
      readGrantsOf(api, agency.ori),
      readPeopleOf(api, agency.ori),
    ]);
    return {
      title: agency.name,
      scripts: COPY_SCRIPTS,
      body: (
        <>
          <AgencyActs visit={visit} agency={agency} />
          <Onboarding {...{ agency, grants, visit }} {...people} />
          <AgencyGrants visit={visit} grants={grants} />
          <h2>Facts</h2>
          <AgencyFacts {...agency} />
          <GrantHistory
            visit={visit}
            name="Grants and revocations"
            grants={grants}
            empty="This agency has never had a grant. Next: propose one, and another administrator approves it."
          />
          <AgencyPeople visit={visit} {...people} />
          {may(visit, 'set_endpoint') ? (
            <p>
              Next, so that it is told of hits:{' '}
              <a href={`${agencyAddress(agency.ori)}/endpoint`}>set its address</a> or{' '}
              <a href={`${agencyAddress(agency.ori)}/key`}>its encryption key</a>.
            </p>
          ) : null}
        </>
      ),
    };
  },
};

function AgencyActs({ agency, visit }: { readonly agency: AgencyView; readonly visit: Visit }) {
  return (
    <div class="acts">
      {may(visit, 'revoke') ? (
        <a class="usa-button usa-button--secondary" href={`${agencyAddress(agency.ori)}/revoke`}>
          Revoke
        </a>
      ) : null}
      {may(visit, 'propose_grant') ? (
        <a class="usa-button" href={proposeAddress(agency.ori)}>
          Propose grant
        </a>
      ) : null}
      {may(visit, 'change_agency') ? (
        <a class="usa-button usa-button--outline" href={`${agencyAddress(agency.ori)}/change`}>
          {agency.status === 'draft' ? 'Confirm facts' : 'Change facts'}
        </a>
      ) : null}
      {LINKS.filter(({ action }) => may(visit, action)).map(({ name, to }) => (
        <a key={name} class="usa-button usa-button--outline" href={to(agency.ori)}>
          {name}
        </a>
      ))}
    </div>
  );
}

interface OnboardingLink {
  readonly name: string;
  readonly action: AdministrativeAction;
  readonly to: (ori: string) => string;
}

const LINKS: readonly OnboardingLink[] = [
  { name: 'Add client', action: 'propose_identity', to: (ori) => `${agencyAddress(ori)}/clients/propose` },
  { name: 'Add person', action: 'propose_identity', to: (ori) => `${agencyAddress(ori)}/persons/propose` },
  { name: 'Add issuer', action: 'propose_identity', to: () => '/console/issuers/propose' },
  { name: 'Records hold', action: 'lift_records_hold', to: (ori) => `${agencyAddress(ori)}/records-hold` },
  { name: 'Import roster', action: 'attest_subject', to: (ori) => `${agencyAddress(ori)}/roster` },
  { name: 'Add officer', action: 'attest_subject', to: (ori) => `${agencyAddress(ori)}/officers/add` },
];

type OnboardingProps = Pick<AgencyPeopleView, 'clients' | 'endpoints' | 'officers'> & {
  readonly agency: AgencyView;
  readonly grants: readonly GrantView[];
  readonly visit: Visit;
};

interface Step {
  /** The words before the link, in it, and after it. No link may read like one of the rooms above. */
  readonly what: readonly [before: string, link: string, after: string];
  readonly isDone: boolean;
  readonly action: AdministrativeAction;
  /** The page on which it is done, for whom the role allows it. */
  readonly at: string;
}

/** Lists the steps that an agency takes before it asks for reads, and tells whether each is done. */
function Onboarding({ agency, clients, endpoints, grants, officers, visit }: OnboardingProps) {
  const page = agencyAddress(agency.ori);
  const propose = { action: 'propose_grant', at: proposeAddress(agency.ori) } as const;
  const steps: readonly Step[] = [
    {
      ...{ what: ['', 'Facts', ' confirmed'], isDone: agency.status !== 'draft' },
      ...{ action: 'change_agency', at: `${page}/change` },
    },
    {
      ...{
        what: ['', 'Client', ' that may sign in'],
        isDone: clients.some(({ status }) => status === 'active'),
      },
      ...{ action: 'propose_identity', at: `${page}/clients/propose` },
    },
    {
      ...{
        what: ['Officers on the ', 'roster', ', or left to their first query'],
        isDone: officers.length > 0,
      },
      ...{ action: 'attest_subject', at: `${page}/roster` },
    },
    {
      ...{ what: ['', 'File of the agreement', ': its hash kept'], isDone: agency.agreementFile !== null },
      ...{ action: 'change_agency', at: `${page}/agreement` },
    },
    {
      what: ['', 'Agreement and certification', ''],
      isDone: agency.agreement !== null && agency.certification !== null,
      ...propose,
    },
    {
      what: ['', 'Grant', ' in force'],
      isDone: grants.some(({ status }) => status === 'active'),
      ...propose,
    },
    {
      what: ['', 'Address for hits', ', if it wants to be told'],
      isDone: endpoints.some(({ status }) => status === 'approved'),
      ...{ action: 'set_endpoint', at: `${page}/endpoint` },
    },
  ];
  return (
    <>
      <h2 id="onboarding">Onboarding</h2>
      <ul aria-labelledby="onboarding">
        {steps.map(({ what: [before, link, after], isDone, action, at }) => (
          <li key={link}>
            {before}
            {isDone || !may(visit, action) ? link : <a href={at}>{link}</a>}
            {after}: {isDone ? 'done' : 'not yet'}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Shows proposals first, since one that waits must not be overlooked. */
function AgencyGrants({ grants, visit }: { readonly grants: readonly GrantView[]; readonly visit: Visit }) {
  const before = grantBefore(grants);
  const inForce = grants.find(({ status }) => status === 'active');
  return (
    <>
      {grants
        .filter(({ status }) => status === 'proposed')
        .map((grant) => (
          <section key={grant.id}>
            <h2>Grant that waits for approval</h2>
            <DecideProposal visit={visit} grant={grant} before={before} />
          </section>
        ))}
      <h2>Grant in force</h2>
      {inForce === undefined ? (
        <p>None: nothing is shared with this agency.</p>
      ) : (
        <>
          <p>
            <a href={grantAddress(inForce.id)}>Open this grant</a>
          </p>
          <GrantTerms grant={inForce} before={null} />
        </>
      )}
    </>
  );
}
