/** Grants over HTTP: propose, approve, withdraw, look up; revoke, by `revocation-routes.ts` (design: "what the outside sees"). */
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { parseBody } from '../../http/parse-body.ts';
import { parseOptionalBody } from '../../http/parse-optional-body.ts';
import { pathId } from '../../http/path-id.ts';
import { validateOptionalReason } from '../../http/reason.schema.ts';
import { json, type Route, route } from '../../http/routes/route.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { toAgreement, toCertification } from '../agencies/agreement.schema.ts';
import type { ChangeAgencyDeps } from '../agencies/change-agency.ts';
import { listRoute } from '../agencies/list-route.ts';
import { approveGrant } from './approve-grant.ts';
import {
  type GrantBody,
  shownGrant,
  validateGrant,
  validateNothing,
  validateSearch,
} from './grant.schema.ts';
import { findGrant, findGrants } from './grants-store.ts';
import { presentGrant } from './present-grant.ts';
import { type Proposal, proposeGrant } from './propose-grant.ts';
import { type RevocationDeps, revokeAll, revokeOne } from './revocation-routes.ts';
import { withdrawGrant } from './withdraw-grant.ts';

export type GrantDeps = SignInDeps & ChangeAgencyDeps & RevocationDeps;

const scope = 'alpr.admin';

const listed = listRoute({
  path: '/v1/grants',
  id: 'listGrants',
  action: 'read_registry',
  summary: 'Grants, newest state.',
  search: validateSearch,
  ...{ name: 'Grants', member: 'grants', shown: shownGrant },
  find: findGrants,
  present: presentGrant,
});

const proposed = route(
  {
    method: 'post',
    path: '/v1/grants',
    id: 'proposeGrant',
    action: 'propose_grant',
    summary: 'Propose a grant; another person approves it.',
    scope,
    body: validateGrant,
    answers: { 201: json('Proposed.', shownGrant, 'Location') },
  },
  async (request, response, deps: GrantDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    await answerOnce(deps, request, response, administrator, async () => {
      const proposal = toProposal(parseBody(request, body));
      const answer = await proposeGrant(deps, proposal, administrator);
      if (answer.kind === 'refused') throw refusal(answer.reasons);
      return { status: 201, body: presentGrant(answer.grant), location: `/v1/grants/${answer.grant.id}` };
    });
  },
);

const shown = route(
  {
    method: 'get',
    path: '/v1/grants/{id}',
    id: 'readGrant',
    action: 'read_registry',
    summary: 'One grant.',
    scope,
    answers: { 200: json('The grant.', shownGrant) },
  },
  async (request, response, deps: GrantDeps, { action }) => {
    await requireAdministrator(request, deps, action);
    const grant = await findGrant(deps.pool, pathId(request.params.id, 'grant'));
    if (grant === null) throw new GatewayError('not_found', 'no grant has this id');
    response.json(presentGrant(grant));
  },
);

const approved = route(
  {
    method: 'post',
    path: '/v1/grants/{id}/approve',
    id: 'approveGrant',
    action: 'approve_grant',
    summary: 'Approve what another person proposed.',
    scope,
    body: validateNothing,
    bodyOptional: true,
    answers: { 200: json('In force.', shownGrant) },
  },
  async (request, response, deps: GrantDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    const work = async () => {
      parseOptionalBody(request, body);
      const id = pathId(request.params.id, 'grant');
      const answer = await approveGrant(deps, id, administrator);
      if (answer.kind === 'refused') throw refusal(answer.reasons);
      return { status: 200, body: presentGrant(answer.grant) };
    };
    const stands = async () =>
      (await findGrant(deps.pool, pathId(request.params.id, 'grant')))?.status === 'active';
    await answerOnce(deps, request, response, administrator, work, { stands });
  },
);

const withdrawn = route(
  {
    method: 'post',
    path: '/v1/grants/{id}/withdraw',
    id: 'withdrawGrant',
    action: 'withdraw_grant',
    summary: 'Take a proposal back.',
    scope,
    body: validateOptionalReason,
    bodyOptional: true,
    answers: { 200: json('Withdrawn.', shownGrant) },
  },
  async (request, response, deps: GrantDeps, { action, body }) => {
    const administrator = await requireAdministrator(request, deps, action);
    await answerOnce(deps, request, response, administrator, async () => {
      const { reason = '' } = parseOptionalBody(request, body);
      const grantId = pathId(request.params.id, 'grant');
      const grant = await withdrawGrant(deps, { grantId, reason, personId: administrator.personId });
      return { status: 200, body: presentGrant(grant) };
    });
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

function toProposal({ agreement, certification, partner, validUntil, ...terms }: GrantBody): Proposal {
  return {
    ...terms,
    partnerOri: partner,
    validUntil: Date.parse(validUntil),
    agreement: toAgreement(agreement),
    certification: toCertification(certification),
  };
}

function refusal(reasons: readonly Reason[]): GatewayError {
  return new GatewayError('refused', 'this agency cannot be granted this: see `reasons`', {
    status: 422,
    reasons,
  });
}
