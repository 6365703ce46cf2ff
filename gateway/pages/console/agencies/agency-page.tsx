/** One agency: its facts, what waits for approval, its grants and their history, who of it reaches the gateway. */

import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { DecideProposal } from '../grants/decide-proposal.tsx';
import { GrantHistory } from '../grants/grant-history.tsx';
import { GrantTerms } from '../grants/grant-terms.tsx';
import { agencyAddress, grantAddress, proposeAddress } from '../registry/addresses.ts';
import type { AgencyView } from '../registry/agency-view.ts';
import { type GrantView, grantBefore, readGrantsOf } from '../registry/grant-view.ts';
import { AgencyFacts } from './agency-facts.tsx';
import { AgencyPeople, readPeopleOf } from './agency-people.tsx';

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
      body: (
        <>
          <AgencyActs visit={visit} agency={agency} />
          <AgencyGrants visit={visit} grants={grants} />
          <h2>Facts</h2>
          <AgencyFacts {...agency} />
          <GrantHistory
            visit={visit}
            name="Grants and revocations"
            grants={grants}
            empty="This agency has never had a grant. Next: propose one, and another administrator approves it."
          />
          <AgencyPeople {...people} />
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
    </div>
  );
}

/** What waits first: a proposal must not be overlooked. */
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
