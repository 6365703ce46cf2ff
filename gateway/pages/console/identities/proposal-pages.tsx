/** Clients, persons and issuers that one administrator proposes, and another approves. */
import type { Terms } from '../../../http/schemas/terms.ts';
import type { IssuerView } from '../../../registry/identities/identity.schema.ts';
import {
  nameOfProposal,
  PROPOSAL_COLUMNS,
  type ShownProposal,
} from '../../../registry/identities/proposal.schema.ts';
import { CLIENT_TERMS, ISSUER_TERMS, PERSON_TERMS } from '../../../registry/identities/proposal.terms.ts';
import { DataTable } from '../../layout/data-table.tsx';
import { may } from '../../serve/may.ts';
import type { Page, Visit } from '../../serve/page.ts';
import { agencyAddress, PROPOSALS } from '../registry/addresses.ts';
import { COPY_SCRIPTS, ForTheOther } from '../registry/for-the-other.tsx';
import { formPage } from '../registry/form-page.tsx';
import { buttonsOf, type Listed, listedPage, shownColumns } from '../registry/listed-page.tsx';
import { pastedKey } from '../registry/pasted-key.ts';

const API = '/v1/identity-proposals';
const UNDONE = 'nothing was proposed';
const ABOVE = <p>Nobody signs in by it before another administrator approves it.</p>;

const common = { action: 'propose_identity', press: 'Propose', undone: UNDONE, above: ABOVE } as const;

/** Offers the issuers that are registered; the only one is chosen. */
async function withIssuers<Own extends Terms & Pick<typeof CLIENT_TERMS, 'issuer'>>(
  { api }: Visit,
  terms: Own,
): Promise<Terms> {
  const path = '/v1/issuers?status=active&limit=200';
  const { issuers } = await api.call<{ readonly issuers: readonly IssuerView[] }>('GET', path);
  const choices = issuers.map(({ issuer }) => ({ value: issuer, name: issuer }));
  const { label, shape } = terms.issuer;
  const only = choices.length === 1 ? { otherwise: choices[0]?.value } : { none: 'Choose the issuer' };
  return { ...terms, issuer: { label, shape, choices, ...only } };
}

const PROPOSE_CLIENT = formPage({
  ...{ ...common, path: '/console/agencies/:ori/clients/propose', terms: CLIENT_TERMS },
  offered: (visit) => withIssuers(visit, CLIENT_TERMS),
  title: ({ at }) => `Add a client of ${at.ori}`,
  send: async (visit, { publicKey, ...body }) => {
    const key =
      publicKey === undefined ? {} : { publicKey: pastedKey('publicKey', String(publicKey), UNDONE) };
    const { agency } = await visit.post<ShownProposal>('/v1/clients', {
      agency: visit.at.ori,
      ...body,
      ...key,
    });
    return { goTo: agencyAddress(agency ?? ''), told: 'proposed' };
  },
});

const PROPOSE_PERSON = formPage({
  ...{ ...common, path: '/console/agencies/:ori/persons/propose', terms: PERSON_TERMS },
  offered: (visit) => withIssuers(visit, PERSON_TERMS),
  title: ({ at }) => `Add a person of ${at.ori}`,
  above: (
    <>
      {ABOVE}
      <p>Without a role: those are registered by the owner of the database.</p>
    </>
  ),
  send: async (visit, body) => {
    await visit.post<ShownProposal>('/v1/persons', { agency: visit.at.ori, ...body });
    return { goTo: PROPOSALS, told: 'proposed' };
  },
});

const PROPOSE_ISSUER = formPage({
  ...{ ...common, path: '/console/issuers/propose', terms: ISSUER_TERMS },
  title: () => 'Add an issuer',
  send: async (visit, body) => {
    await visit.post<ShownProposal>('/v1/issuers', body);
    return { goTo: PROPOSALS, told: 'proposed' };
  },
});

const ROWS: Pick<Listed<ShownProposal>, 'acts' | 'calledOf' | 'idOf'> = {
  idOf: ({ id }) => id,
  calledOf: (proposal) => `${proposal.what} ${nameOfProposal(proposal)}`,
  acts: [
    {
      ...{ act: 'approve', press: 'Approve', action: 'approve_identity' },
      carryOut: async ({ post }, id) => {
        const { what } = await post<{ what: string }>(`${API}/${encodeURIComponent(id)}/approve`, {});
        return { goTo: `/console/${what}s`, told: 'approved' };
      },
    },
    {
      ...{ act: 'remove', press: 'Remove', action: 'propose_identity' },
      before: 'The proposal is taken back: nobody can approve it any more.',
      carryOut: async ({ api }, id) => {
        await api.call('DELETE', `${API}/${encodeURIComponent(id)}`);
        return { goTo: PROPOSALS, told: 'taken_back' };
      },
    },
  ],
};

const TITLE = 'Who waits to sign in';

const WAITING = listedPage<ShownProposal>({
  ...{ path: PROPOSALS, action: 'read_registry', title: TITLE, api: API, member: 'proposals', ...ROWS },
  columns: () => PROPOSAL_COLUMNS,
  empty: 'Nobody waits. Next: propose a client or a person on the page of an agency, or an issuer.',
  scripts: COPY_SCRIPTS,
  above: (visit, rows) => (
    <>
      {may(visit, 'propose_identity') ? (
        <p>
          <a href="/console/issuers/propose">Propose an issuer</a>
        </p>
      ) : null}
      <OwnProposals {...{ visit, address: PROPOSALS }} proposals={rows} />
    </>
  ),
});

interface OwnProposalsProps extends WaitingProposalsProps {
  /** The page on which they are approved. */
  readonly address: string;
}

function OwnProposals({ address, proposals, visit }: OwnProposalsProps) {
  const own = proposals.filter(({ proposedBy }) => proposedBy === visit.session.person.personId);
  if (own.length === 0) return null;
  const named = own.map((one) =>
    one.what === 'person' ? `a person of ${one.agency}` : `the ${one.what} ${nameOfProposal(one)}`,
  );
  return (
    <>
      <p>
        You proposed {named.join(', ')}. Next: another administrator opens this page and approves it. Approve
        is refused to you.
      </p>
      <ForTheOther {...{ address, visit }} what={`I proposed ${named.join(', ')}`} press="Approve" />
    </>
  );
}

interface WaitingProposalsProps {
  readonly visit: Visit;
  readonly proposals: readonly ShownProposal[];
}

/** Shows on an agency's page who of it waits; the buttons act on the list's own page. */
export function WaitingProposals({ address, proposals, visit }: OwnProposalsProps) {
  const columns = shownColumns(PROPOSAL_COLUMNS);
  const buttons = may(visit, 'propose_identity') ? [buttonsOf(visit, ROWS, PROPOSALS)] : [];
  return (
    <>
      <DataTable name={TITLE} columns={[...columns, ...buttons]} rows={proposals} empty="Nobody waits." />
      <OwnProposals {...{ address, proposals, visit }} />
    </>
  );
}

export const PROPOSAL_PAGES: readonly Page[] = [PROPOSE_CLIENT, PROPOSE_PERSON, PROPOSE_ISSUER, WAITING];
