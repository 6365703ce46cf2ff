/** The agencies: the registry as a list, one agency, and the end of all its grants. */
import { DataTable } from '../layout/data-table.tsx';
import { TextArea, TextField } from '../layout/fields.tsx';
import { Day, Time } from '../layout/time.tsx';
import { ActForm } from '../serve/act-form.tsx';
import type { Page } from '../serve/page.ts';
import { ProblemView } from '../serve/problem-view.tsx';
import { LoweredStatus, lower } from './stop-pages.tsx';

interface ListedAgency {
  readonly ori: string;
  readonly oris: readonly string[];
  readonly name: string;
  readonly class: string;
  readonly state: string;
  readonly county: string | null;
  readonly status: string;
  readonly roster: number;
  readonly boundByArticle74: boolean;
  readonly has287g: boolean;
  readonly federalMembers: boolean;
  readonly eligible: boolean;
  readonly reasons: readonly { readonly code: string; readonly clause?: string }[];
  readonly agreement: {
    readonly reference: string;
    readonly signedOn: string;
    readonly expiresOn: string | null;
  } | null;
  readonly certification: { readonly signer: string; readonly signedOn: string } | null;
}

interface ListedGrant {
  readonly id: string;
  readonly status: string;
  readonly purposes: readonly string[];
  readonly validFrom: string | null;
  readonly validUntil: string;
  readonly proposedByName: string | null;
  readonly approvedByName: string | null;
  readonly endedReason: string | null;
}

const AGENCY_PATH = '/console/agencies/:ori';
const addressOf = (ori: string) => `/console/agencies/${encodeURIComponent(ori)}`;

export const AGENCIES: Page = {
  path: '/console/agencies',
  action: 'read_registry',
  show: async ({ api, search }) => {
    const name = search.get('name') ?? '';
    const after = search.get('after') ?? '';
    const asked = new URLSearchParams({
      limit: '50',
      ...(name === '' ? {} : { name }),
      ...(after === '' ? {} : { after }),
    });
    const { agencies, next } = await api.call<{ agencies: ListedAgency[]; next: string | null }>(
      'GET',
      `/v1/agencies?${asked}`,
    );
    return {
      title: 'Agencies',
      body: (
        <>
          <form method="get" class="usa-search">
            <TextField name="name" label="Name contains" type="search" value={name} />
            <button type="submit" class="usa-button">
              Search
            </button>
          </form>
          <DataTable
            name="Agencies"
            columns={[
              { name: 'ORI', of: ({ ori }) => <a href={addressOf(ori)}>{ori}</a> },
              { name: 'Name', of: (agency) => agency.name },
              { name: 'Class', of: (agency) => agency.class },
              { name: 'County', of: ({ county }) => county ?? '' },
              { name: 'Status', of: ({ status }) => status },
              { name: 'Could be granted', of: ({ eligible }) => (eligible ? 'yes' : 'no') },
            ]}
            rows={agencies}
            empty="No agency fits. Next: search for a part of its name."
          />
          {next === null ? null : (
            <a
              href={`/console/agencies?${new URLSearchParams({ ...(name === '' ? {} : { name }), after: next })}`}
            >
              More agencies
            </a>
          )}
        </>
      ),
    };
  },
};

export const AGENCY: Page = {
  path: AGENCY_PATH,
  action: 'read_registry',
  show: async ({ api, at }) => {
    const ori = at.ori ?? '';
    const [agency, { grants }] = await Promise.all([
      api.call<ListedAgency>('GET', `/v1/agencies/${encodeURIComponent(ori)}`),
      api.call<{ grants: ListedGrant[] }>('GET', `/v1/grants?partner=${encodeURIComponent(ori)}`),
    ]);
    return {
      title: agency.name,
      body: (
        <>
          <div class="acts">
            <a class="usa-button usa-button--secondary" href={`${addressOf(agency.ori)}/revoke`}>
              Revoke
            </a>
            <a class="usa-button" href={`/console/grants/propose?partner=${encodeURIComponent(agency.ori)}`}>
              Propose grant
            </a>
          </div>
          <AgencyFacts {...agency} />
          <DataTable
            name="Grants"
            columns={[
              { name: 'Status', of: ({ status }) => status },
              { name: 'In force from', of: ({ validFrom }) => <Time at={validFrom} none="not yet" /> },
              { name: 'Until', of: ({ validUntil }) => <Time at={validUntil} /> },
              { name: 'Proposed by', of: ({ proposedByName }) => proposedByName ?? '' },
              { name: 'Approved by', of: ({ approvedByName }) => approvedByName ?? '' },
              { name: 'Ended because', of: ({ endedReason }) => endedReason ?? '' },
              { name: 'Page', of: ({ id }) => <a href={`/console/grants/${id}`}>Open this grant</a> },
            ]}
            rows={grants}
            empty="This agency has never had a grant. Next: propose one, and another administrator approves it."
          />
        </>
      ),
    };
  },
};

function AgencyFacts({ agreement, boundByArticle74, certification, ...agency }: ListedAgency) {
  const yes = (is: boolean) => (is ? 'yes' : 'no');
  return (
    <dl class="facts">
      <dt>ORIs</dt>
      <dd>{agency.oris.join(', ')}</dd>
      <dt>Class, county, state</dt>
      <dd>{[agency.class, agency.county, agency.state].filter((text) => text).join(', ')}</dd>
      <dt>Status</dt>
      <dd>{agency.status}</dd>
      <dt>Bound by C.R.S. 24-74</dt>
      <dd>{yes(boundByArticle74)}</dd>
      <dt>287(g) agreement</dt>
      <dd>{yes(agency.has287g)}</dd>
      <dt>Federal members</dt>
      <dd>{yes(agency.federalMembers)}</dd>
      <dt>Officers on the roster</dt>
      <dd>{agency.roster}</dd>
      <dt>Agreement</dt>
      <dd>
        {agreement === null ? (
          'none'
        ) : (
          <>
            {agreement.reference}, signed <Day at={agreement.signedOn} />
            {agreement.expiresOn === null ? (
              ''
            ) : (
              <>
                , until <Day at={agreement.expiresOn} />
              </>
            )}
          </>
        )}
      </dd>
      <dt>Certification</dt>
      <dd>
        {certification === null ? (
          'none'
        ) : (
          <>
            {certification.signer}, <Day at={certification.signedOn} />
          </>
        )}
      </dd>
      <dt>Could be granted</dt>
      <dd>
        {agency.eligible
          ? 'yes'
          : agency.reasons.map(({ clause, code }) => (
              <div key={code}>
                <code>{code}</code>
                {clause === undefined ? '' : ` (${clause})`}
              </div>
            ))}
      </dd>
    </dl>
  );
}

export const REVOKE: Page = {
  path: `${AGENCY_PATH}/revoke`,
  action: 'revoke',
  show: async ({ api, at, form, problem, request, typed }) => {
    const agency = await api.call<ListedAgency>('GET', `/v1/agencies/${encodeURIComponent(at.ori ?? '')}`);
    return {
      title: `Revoke: ${agency.name}`,
      body: (
        <>
          {problem === null ? null : <ProblemView problem={problem} at={request.path} />}
          <p>
            All grants of this agency end on every node, and answers to it that are being written are cut.
            Sharing with it again takes a new grant, proposed by one administrator and approved by another.
          </p>
          <ActForm form={form}>
            <TextArea
              name="reason"
              label="Reason"
              required
              hint="It stands in the log."
              value={typed.get('reason') ?? ''}
            />
            <button type="submit" class="usa-button usa-button--secondary">
              Revoke now
            </button>
          </ActForm>
        </>
      ),
    };
  },
  act: async (visit) => {
    const ori = visit.at.ori ?? '';
    const { lowered, ms } = await lower(visit, `/v1/agencies/${encodeURIComponent(ori)}/revoke`);
    return {
      title: 'Revoked',
      body: (
        <>
          <LoweredStatus lowered={lowered} ms={ms} what={`Sharing with ${ori} is revoked`} />
          <p>
            Next: <a href={addressOf(ori)}>the agency</a>, or <a href="/console">the overview</a>.
          </p>
        </>
      ),
    };
  },
};
