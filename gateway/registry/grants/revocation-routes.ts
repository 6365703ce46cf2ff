/** Revocation over HTTP: of one grant, or of all that an agency has. */
import type { Request, Response } from 'express';
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { factsFor, type Registry } from '../../../sharing-rules/terms/registry.ts';
import { parseBody } from '../../http/parse-body.ts';
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { json, route } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { object } from '../../http/schemas/shapes.ts';
import type { LoweringBy, LoweringResult } from '../../release/revoke/lower-right.ts';
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

/** What the two have in common. */
const revocation = {
  method: 'post',
  action: 'revoke',
  scope: 'alpr.admin',
  body: validateReason,
  answers: { 200: json('In force on every node.', { $id: 'Revoked', ...object(lowering) }) },
} as const;

export const revokeAll = route(
  {
    ...revocation,
    path: '/v1/agencies/{ori}/revoke',
    id: 'revokeAgency',
    summary: 'End all grants of an agency, now, on every node.',
  },
  (request, response, given: RevocationDeps) => {
    const { ori } = request.params;
    return answerRevocation(request, response, given, {
      revoke: async (deps, by) => {
        const agency = await agencyOf(ori, deps);
        return revokeAgency(deps, { agency: { id: agency.id, ori: agency.ori }, ...by });
      },
      stands: async (deps) => {
        const { id: agencyId } = await agencyOf(ori, deps);
        return (await findGrants(deps.pool, { agencyId, status: 'active', limit: 1 })).length === 0;
      },
    });
  },
);

export const revokeOne = route(
  {
    ...revocation,
    path: '/v1/grants/{id}/revoke',
    id: 'revokeGrant',
    summary: 'End a grant, now, on every node.',
  },
  (request, response, given: RevocationDeps) => {
    const grantId = () => pathId(request.params.id, 'grant');
    return answerRevocation(request, response, given, {
      revoke: async (deps, by) => revokeGrant(deps, { grantId: grantId(), ...by }),
      stands: async (deps) => (await findGrant(deps.pool, grantId()))?.status !== 'active',
    });
  },
);

interface Revocation {
  readonly revoke: (deps: RevocationDeps, by: LoweringBy) => Promise<LoweringResult>;
  /** Whether it is revoked still. */
  readonly stands: (deps: RevocationDeps) => Promise<boolean>;
}

/** Carried out on the connections of what lowers. */
function answerRevocation(
  request: Request,
  response: Response,
  given: RevocationDeps,
  { revoke, stands }: Revocation,
): Promise<void> {
  const deps = onLoweringSide(given);
  return answerLowering(deps, request, response, {
    action: revocation.action,
    lower: async (by) => {
      const { reason } = parseBody(request, revocation.body);
      return { status: 200, body: await revoke(deps, { reason, ...by }) };
    },
    stands: () => stands(deps),
  });
}

/**
 * By whichever of its ORIs it is named. The snapshot will do where it knows the ORI, since none ever moves to another
 * agency (the gateway's role may only add): a round trip less to wait for. @throws GatewayError `not_found`
 */
async function agencyOf(ori: string, { pool, registry }: RevocationDeps): Promise<Agency> {
  return factsFor(registry.snapshot, ori).agency ?? (await requireAgency(pool, ori));
}
