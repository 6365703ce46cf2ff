/** The officers and clients of an agency, and the endpoint where it is told of hits. */
import type { ShownEndpoint } from '../../../hot-lists/delivery/delivery.schema.ts';
import type { ClientView } from '../../../registry/identities/identity.schema.ts';
import { IDENTITY_STATUS_WORDS } from '../../../registry/identities/identity.terms.ts';
import type { ShownProposal } from '../../../registry/identities/proposal.schema.ts';
import type { ShownOfficer } from '../../../registry/officers/officer.schema.ts';
import { STANDING_WORDS } from '../../../registry/officers/officer.terms.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { Day } from '../../layout/time.tsx';
import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';
import type { PersonApi } from '../../serve/person-api.ts';
import { ENDPOINT_ROWS } from '../hot-lists/exchange-pages.tsx';
import { CLIENT_ROWS } from '../identities/identity-pages.tsx';
import { WaitingProposals } from '../identities/proposal-pages.tsx';
import { agencyAddress, officerAddress, searchOf } from '../registry/addresses.ts';
import { buttonsOf } from '../registry/listed-page.tsx';
import { inOrder } from '../registry/officer-view.ts';

const MOST_SHOWN = '20';

export interface AgencyPeopleView {
  readonly ori: string;
  readonly officers: readonly ShownOfficer[];
  readonly moreOfficers: boolean;
  readonly clients: readonly ClientView[];
  readonly endpoints: readonly ShownEndpoint[];
  readonly proposals: readonly ShownProposal[];
}

export async function readPeopleOf(api: PersonApi, ori: string): Promise<AgencyPeopleView> {
  const search = searchOf({ agency: ori, limit: MOST_SHOWN });
  const [{ next, subjects }, { clients }, { endpoints }, { proposals }] = await Promise.all([
    api.call<{ subjects: ShownOfficer[]; next: string | null }>('GET', `/v1/subjects${search}`),
    api.call<{ clients: ClientView[] }>('GET', `/v1/clients${search}`),
    api.call<{ endpoints: ShownEndpoint[] }>('GET', '/v1/endpoints'),
    api.call<{ proposals: ShownProposal[] }>('GET', '/v1/identity-proposals'),
  ]);
  const own = endpoints.filter(({ partner }) => partner === ori);
  const waiting = proposals.filter(({ agency }) => agency === ori);
  const people = { officers: subjects, moreOfficers: next !== null, clients };
  return { ori, ...people, endpoints: own, proposals: waiting };
}

type AgencyPeopleProps = AgencyPeopleView & { readonly visit: Visit };

export function AgencyPeople(props: AgencyPeopleProps) {
  const { clients, endpoints, moreOfficers, officers, ori, proposals, visit } = props;
  return (
    <>
      <DataTable
        name="Officers"
        columns={[
          { name: 'Officer', of: ({ id, reference }) => <a href={officerAddress(id)}>{reference}</a> },
          { name: 'Name', of: ({ name }) => name },
          { name: 'Status', of: ({ status }) => STANDING_WORDS[status] },
          { name: 'Attested', of: ({ attestedAt }) => <Day at={attestedAt} none="never" /> },
        ]}
        rows={inOrder(officers)}
        empty="No officer of this agency has asked yet: they are enrolled at their first query."
      />
      {moreOfficers ? (
        <p>
          <a href={`/console/officers${searchOf({ agency: ori })}`}>Everybody of this agency who asks</a>
        </p>
      ) : null}
      <DataTable
        name="Clients"
        columns={[
          { name: 'Client', of: ({ clientId }) => clientId },
          { name: 'Issuer', of: ({ issuer }) => issuer },
          { name: 'Status', of: ({ status }) => IDENTITY_STATUS_WORDS[status] },
          { name: 'Registered', of: ({ registeredAt }) => <Day at={registeredAt} /> },
          ...(may(visit, 'remove_client')
            ? [buttonsOf<ClientView>(visit, CLIENT_ROWS, '/console/clients')]
            : []),
        ]}
        rows={clients}
        empty="No client of this agency is registered, so none of its systems can ask."
      />
      {proposals.length === 0 ? null : (
        <WaitingProposals address={agencyAddress(ori)} {...{ proposals, visit }} />
      )}
      <DataTable
        name="Addresses for hits and lists"
        columns={[
          { name: 'Address', of: ({ url }) => url },
          {
            name: 'Status',
            of: ({ status }) =>
              status === 'approved' ? 'Approved' : <a href="/console/hot-lists">Waits for approval</a>,
          },
          { name: 'Set by', of: ({ setByName }) => setByName ?? 'not known' },
          { name: 'Approved by', of: ({ approvedByName }) => approvedByName ?? '' },
          ...(may(visit, 'end_exchange') ? [buttonsOf(visit, ENDPOINT_ROWS, ENDPOINT_ROWS.at)] : []),
        ]}
        rows={endpoints}
        empty="No address is set: this agency asks for its hits itself."
      />
    </>
  );
}
