/** Clients, persons without a role, and issuers: one administrator proposes, another approves, either takes it back. */
import { inTransaction } from '../../database/db-transaction.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { validateNothing } from '../grants/grant.schema.ts';
import { recordSetup } from '../two-people/record-setup.ts';
import { approveIdentity, notWaiting } from './approve-identity.ts';
import {
  findIdentityProposal,
  findIdentityProposals,
  type IdentityProposal,
  removeIdentityProposal,
} from './identity-proposals-store.ts';
import {
  registeredIdentity,
  removedProposal,
  type ShownProposal,
  shownProposal,
  shownProposals,
  validateClientProposal,
  validateIssuerProposal,
  validatePersonProposal,
} from './proposal.schema.ts';
import { type ProposeDeps, proposeIdentity } from './propose-identity.ts';

export type IdentityProposalDeps = SignInDeps & ProposeDeps;

const path = '/v1/identity-proposals';
const common = { method: 'post', action: 'propose_identity' } as const;
const answers = { 201: json('It waits for its approval.', shownProposal) };

const client = admitted(
  {
    ...{ ...common, answers, path: '/v1/clients', id: 'proposeClient', body: validateClientProposal },
    summary: 'Propose a client of an agency, for a system of it; another person approves it.',
  },
  async ({ body, by }, deps: IdentityProposalDeps) =>
    present(await proposeIdentity(deps, 'client', body, by)),
);

const person = admitted(
  {
    ...{ ...common, answers, path: '/v1/persons', id: 'proposePerson', body: validatePersonProposal },
    summary: 'Propose a person of an agency, without a role; another person approves it.',
  },
  async ({ body, by }, deps: IdentityProposalDeps) =>
    present(await proposeIdentity(deps, 'person', body, by)),
);

const issuer = admitted(
  {
    ...{ ...common, answers, path: '/v1/issuers', id: 'proposeIssuer', body: validateIssuerProposal },
    summary: 'Propose an issuer, which may not say who holds a role; another person approves it.',
  },
  async ({ body, by }, deps: IdentityProposalDeps) =>
    present(await proposeIdentity(deps, 'issuer', body, by)),
);

const listed = admitted(
  {
    method: 'get',
    path,
    id: 'listIdentityProposals',
    action: 'read_registry',
    summary: 'Clients, persons and issuers that wait for a second administrator.',
    answers: { 200: json('The oldest first.', shownProposals) },
  },
  async (_, { pool }: IdentityProposalDeps) => ({
    proposals: (await findIdentityProposals(pool)).map(present),
  }),
);

const approved = admitted(
  {
    method: 'post',
    path: `${path}/{id}/approve`,
    id: 'approveIdentity',
    action: 'approve_identity',
    summary: 'Register the client, person or issuer that another person proposed.',
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('It may sign in from now on.', registeredIdentity) },
  },
  async ({ by, params }, deps: IdentityProposalDeps) => {
    const { id, what } = await approveIdentity(deps, pathId(params.id, 'proposal'), by);
    return { id, what, status: 'active' };
  },
);

const removed = admitted(
  {
    method: 'delete',
    path: `${path}/{id}`,
    id: 'removeIdentityProposal',
    action: 'propose_identity',
    summary: 'Take back the proposal of a client, a person or an issuer.',
    answers: { 200: json('Gone: nobody can approve it.', removedProposal) },
  },
  async ({ by: { secondFactor: _, ...by }, params }, { pool }: IdentityProposalDeps) => {
    const id = pathId(params.id, 'proposal');
    await inTransaction(pool, async (trx) => {
      const found = await findIdentityProposal(trx, id);
      if (found === null || !(await removeIdentityProposal(trx, id))) throw notWaiting();
      const { agency: ori, agencyId, facts, what } = found;
      const agency = agencyId === null || ori === null ? null : { id: agencyId, ori };
      await recordSetup(trx, agency, by, { change: `${what} no longer proposed`, [what]: facts });
    });
    return { id, status: 'removed' };
  },
);

export const IDENTITY_PROPOSAL_ROUTES: readonly Route<IdentityProposalDeps>[] = [
  ...[client, person, issuer],
  ...[listed, approved, removed],
];

function present({ agencyId: _, facts, proposedAt, ...proposal }: IdentityProposal): ShownProposal {
  return { ...facts, ...proposal, proposedAt: proposedAt.toISOString() };
}
