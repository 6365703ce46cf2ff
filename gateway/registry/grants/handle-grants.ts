/** Grants over HTTP: propose, approve, withdraw, revoke, look up (design: "what the outside sees"). */
import type { Router } from 'express';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import type { Reason } from '../../../sharing-rules/terms/decision.ts';
import { factsFor, type Registry } from '../../../sharing-rules/terms/registry.ts';
import { GatewayError } from '../../faults/errors.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { pageOf } from '../../http/page-of.ts';
import { parseBody } from '../../http/parse-body.ts';
import { parseOptionalBody } from '../../http/parse-optional-body.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { validateOptionalReason, validateReason } from '../../http/reason.schema.ts';
import { strictRouter } from '../../http/strict-router.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import { requireAdministrator, type SignInDeps } from '../../sign-in/require-administrator.ts';
import { findAgencyByOri } from '../agencies/agencies-store.ts';
import { agencyFilter } from '../agencies/agency-filter.ts';
import { toAgreement, toCertification } from '../agencies/agreement.schema.ts';
import type { ChangeAgencyDeps } from '../agencies/change-agency.ts';
import { approveGrant } from './approve-grant.ts';
import { type GrantBody, validateGrant, validateNothing } from './grant.schema.ts';
import { validateSearch } from './grant-search.schema.ts';
import { findGrant, findGrants } from './grants-store.ts';
import { presentGrant } from './present-grant.ts';
import { type Proposal, proposeGrant } from './propose-grant.ts';
import { revokeAgency } from './revoke-agency.ts';
import { revokeGrant } from './revoke-grant.ts';
import { withdrawGrant } from './withdraw-grant.ts';

export interface GrantRoutesDeps extends SignInDeps, AnswerLoweringDeps, ChangeAgencyDeps, HasLoweringSide {
  /** The node's snapshot. */
  readonly registry: { readonly snapshot: Registry };
}

export function grantRoutes(deps: GrantRoutesDeps): Router {
  const { pool } = deps;
  const lowering = onLoweringSide(deps);
  const router = strictRouter();

  router.get('/v1/grants', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const { partner, limit: size, ...search } = parseSearch(request, validateSearch);
    const limit = limitOf(size);
    const filter = { ...search, ...(await agencyFilter(pool, partner)) };
    const found = await findGrants(pool, { ...filter, limit: limit + 1 });
    const { page, next } = pageOf(found, limit);
    response.json({ grants: page.map(presentGrant), next });
  });

  router.get('/v1/grants/:id', async (request, response) => {
    await requireAdministrator(request, deps, 'read_registry');
    const grant = await findGrant(pool, pathId(request.params.id, 'grant'));
    if (grant === null) throw new GatewayError('not_found', 'no grant has this id');
    response.json(presentGrant(grant));
  });

  router.post('/v1/grants', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'propose_grant');
    await answerOnce(deps, request, response, administrator, async () => {
      const proposal = toProposal(parseBody(request, validateGrant));
      const answer = await proposeGrant(deps, proposal, administrator);
      if (answer.kind === 'refused') throw refusal(answer.reasons);
      return { status: 201, body: presentGrant(answer.grant), location: `/v1/grants/${answer.grant.id}` };
    });
  });

  router.post('/v1/grants/:id/approve', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'approve_grant');
    const work = async () => {
      parseOptionalBody(request, validateNothing);
      const id = pathId(request.params.id, 'grant');
      const answer = await approveGrant(deps, id, administrator);
      if (answer.kind === 'refused') throw refusal(answer.reasons);
      return { status: 200, body: presentGrant(answer.grant) };
    };
    const stands = async () =>
      (await findGrant(pool, pathId(request.params.id, 'grant')))?.status === 'active';
    await answerOnce(deps, request, response, administrator, work, { stands });
  });

  router.post('/v1/grants/:id/withdraw', async (request, response) => {
    const administrator = await requireAdministrator(request, deps, 'withdraw_grant');
    await answerOnce(deps, request, response, administrator, async () => {
      const { reason = '' } = parseOptionalBody(request, validateOptionalReason);
      const grantId = pathId(request.params.id, 'grant');
      const grant = await withdrawGrant(deps, { grantId, reason, personId: administrator.personId });
      return { status: 200, body: presentGrant(grant) };
    });
  });

  router.post('/v1/grants/:id/revoke', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'revoke',
      lower: async (by) => {
        const { reason } = parseBody(request, validateReason);
        const grantId = pathId(request.params.id, 'grant');
        return { status: 200, body: await revokeGrant(lowering, { grantId, reason, ...by }) };
      },
      stands: async () =>
        (await findGrant(lowering.pool, pathId(request.params.id, 'grant')))?.status !== 'active',
    }),
  );

  router.post('/v1/agencies/:ori/revoke', (request, response) =>
    answerLowering(lowering, request, response, {
      action: 'revoke',
      lower: async (by) => {
        const { reason } = parseBody(request, validateReason);
        const { id, ori } = await agencyOf(request.params.ori, lowering);
        return { status: 200, body: await revokeAgency(lowering, { agency: { id, ori }, reason, ...by }) };
      },
      stands: async () => {
        const { id: agencyId } = await agencyOf(request.params.ori, lowering);
        return (await findGrants(lowering.pool, { agencyId, status: 'active', limit: 1 })).length === 0;
      },
    }),
  );

  return router;
}

/**
 * By whichever of its ORIs it is named. The snapshot will do where it knows the ORI, since none ever moves to another
 * agency (the gateway's role may only add): a round trip less to wait for. @throws GatewayError `not_found`
 */
async function agencyOf(ori: string, { pool, registry }: GrantRoutesDeps): Promise<Agency> {
  const agency = factsFor(registry.snapshot, ori).agency ?? (await findAgencyByOri(pool, ori));
  if (agency === null) throw new GatewayError('not_found', 'no agency of the registry has this ORI');
  return agency;
}

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
