/** Grants over HTTP: propose, approve, withdraw, look up; revoke, by `revocation-routes.ts`. */
import { requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { validateOptionalReason } from '../../http/reason.schema.ts';
import { reply } from '../../http/routes/reply.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import type { ChangeAgencyDeps } from '../agencies/change-agency.ts';
import { listRoute } from '../agencies/list-route.ts';
import { approveGrant } from './approve-grant.ts';
import { shownGrant, validateGrant, validateNothing, validateSearch } from './grant.schema.ts';
import { withEntries } from './grant-entries-store.ts';
import { findGrant, findGrants } from './grants-store.ts';
import { presentGrant } from './present-grant.ts';
import { proposeGrant } from './propose-grant.ts';
import { type RevocationDeps, revokeAll, revokeOne } from './revocation-routes.ts';
import { toProposal } from './to-proposal.ts';
import { withdrawGrant } from './withdraw-grant.ts';

export type GrantDeps = SignInDeps & ChangeAgencyDeps & RevocationDeps;

const listed = listRoute({
  path: '/v1/grants',
  id: 'listGrants',
  action: 'read_registry',
  summary: 'Grants, newest state.',
  search: validateSearch,
  ...{ name: 'Grants', member: 'grants', shown: shownGrant },
  find: async (db, filter) => withEntries(db, await findGrants(db, filter)),
  present: presentGrant,
});

const proposed = admitted(
  {
    method: 'post',
    path: '/v1/grants',
    id: 'proposeGrant',
    action: 'propose_grant',
    summary: 'Propose a grant; another person approves it.',
    body: validateGrant,
    answers: { 201: json('Proposed.', shownGrant, 'Location') },
  },
  async ({ by, body }, deps: GrantDeps) => {
    const grant = await proposeGrant(deps, toProposal(body, Date.now()), by);
    return reply(presentGrant(grant), { location: `/v1/grants/${grant.id}` });
  },
);

const shown = admitted(
  {
    method: 'get',
    path: '/v1/grants/{id}',
    id: 'readGrant',
    action: 'read_registry',
    summary: 'One grant.',
    answers: { 200: json('The grant.', shownGrant) },
  },
  async ({ params }, deps: GrantDeps) => {
    const grant = requireFound(await findGrant(deps.pool, pathId(params.id, 'grant')), 'grant');
    const [whole = grant] = await withEntries(deps.pool, [grant]);
    return presentGrant(whole);
  },
);

const approved = admitted(
  {
    method: 'post',
    path: '/v1/grants/{id}/approve',
    id: 'approveGrant',
    action: 'approve_grant',
    summary: 'Approve what another person proposed.',
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('In force.', shownGrant) },
  },
  async ({ by, params }, deps: GrantDeps) =>
    presentGrant(await approveGrant(deps, pathId(params.id, 'grant'), by)),
  {
    stands: async ({ params }, { pool }) =>
      (await findGrant(pool, pathId(params.id, 'grant')))?.status === 'active',
  },
);

const withdrawn = admitted(
  {
    method: 'post',
    path: '/v1/grants/{id}/withdraw',
    id: 'withdrawGrant',
    action: 'withdraw_grant',
    side: 'ordinary',
    summary: 'Take a proposal back.',
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Withdrawn.', shownGrant) },
  },
  async ({ body: { reason = '' }, by: { personId }, params }, deps: GrantDeps) => {
    const grantId = pathId(params.id, 'grant');
    return presentGrant(await withdrawGrant(deps, { grantId, reason, personId }));
  },
);

export const GRANT_ROUTES: readonly Route<GrantDeps>[] = [
  revokeAll,
  listed,
  proposed,
  shown,
  approved,
  withdrawn,
  revokeOne,
];
