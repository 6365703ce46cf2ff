/** Revocation over HTTP: of one grant, or of all that an agency has. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { factsFor, type Registry } from '../../../sharing-rules/terms/registry.ts';
import { parseBody } from '../../http/parse-body.ts';
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { json, route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { object } from '../../http/schemas/shapes.ts';
import {
  type AnswerLoweringDeps,
  answerLowering,
  type HasLoweringSide,
  onLoweringSide,
} from '../../sign-in/answer-lowering.ts';
import { requireAgency } from '../agencies/require-agency.ts';
import { findGrant, findGrants } from './grants-store.ts';
import { revokeAgency } from './revoke-agency.ts';
import { revokeGrant } from './revoke-grant.ts';

export interface RevocationDeps extends AnswerLoweringDeps, HasLoweringSide {
  /** The node's snapshot. */
  readonly registry: { readonly snapshot: Registry };
}

const scope = 'alpr.admin';
const revoked = json('In force on every node.', { $id: 'Revoked', ...object(lowering) });

export const revokeAll = route(
  {
    method: 'post',
    path: '/v1/agencies/{ori}/revoke',
    id: 'revokeAgency',
    action: 'revoke',
    summary: 'End all grants of an agency, now, on every node.',
    scope,
    body: validateReason,
    answers: { 200: revoked },
  },
  (request, response, given: RevocationDeps, { action, body }) => {
    const deps = onLoweringSide(given);
    return answerLowering(deps, request, response, {
      action,
      lower: async (by) => {
        const { reason } = parseBody(request, body);
        const { id, ori } = await agencyOf(request.params.ori, deps);
        return { status: 200, body: await revokeAgency(deps, { agency: { id, ori }, reason, ...by }) };
      },
      stands: async () => {
        const { id: agencyId } = await agencyOf(request.params.ori, deps);
        return (await findGrants(deps.pool, { agencyId, status: 'active', limit: 1 })).length === 0;
      },
    });
  },
);

export const revokeOne = route(
  {
    method: 'post',
    path: '/v1/grants/{id}/revoke',
    id: 'revokeGrant',
    action: 'revoke',
    summary: 'End a grant, now, on every node.',
    scope,
    body: validateReason,
    answers: { 200: revoked },
  },
  (request, response, given: RevocationDeps, { action, body }) => {
    const deps = onLoweringSide(given);
    return answerLowering(deps, request, response, {
      action,
      lower: async (by) => {
        const { reason } = parseBody(request, body);
        const grantId = pathId(request.params.id, 'grant');
        return { status: 200, body: await revokeGrant(deps, { grantId, reason, ...by }) };
      },
      stands: async () =>
        (await findGrant(deps.pool, pathId(request.params.id, 'grant')))?.status !== 'active',
    });
  },
);

/**
 * By whichever of its ORIs it is named. The snapshot will do where it knows the ORI, since none ever moves to another
 * agency (the gateway's role may only add): a round trip less to wait for. @throws GatewayError `not_found`
 */
async function agencyOf(ori: string, { pool, registry }: RevocationDeps): Promise<Agency> {
  return factsFor(registry.snapshot, ori).agency ?? (await requireAgency(pool, ori));
}
