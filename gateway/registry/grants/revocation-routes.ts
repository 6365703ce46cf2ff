/** Revocation over HTTP: of one grant, or of all that an agency has. */
import type { Agency } from '../../../sharing-rules/terms/agency.ts';
import { factsFor, type Registry } from '../../../sharing-rules/terms/registry.ts';
import { requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { validateReason } from '../../http/reason.schema.ts';
import { json } from '../../http/routes/route.ts';
import { lowering } from '../../http/schemas/answers.ts';
import { object } from '../../http/schemas/shapes.ts';
import {
  type WithdrawalBy,
  type WithdrawalResult,
  type WithdrawRightDeps,
  withdrawRight,
} from '../../release/revoke/withdraw-right.ts';
import { type WithdrawalDeps, withdrawal } from '../../sign-in/withdrawal.ts';
import { endGrant } from '../agencies/ended-grants-store.ts';
import { requireAgency } from '../agencies/require-agency.ts';
import { findGrant, findGrants } from './grants-store.ts';
import { revokeAgency } from './revoke-agency.ts';

export interface RevocationDeps extends WithdrawalDeps {
  readonly registry: { readonly snapshot: Registry };
}

/** The members that both revocations have in common. */
const revocation = {
  method: 'post',
  action: 'revoke',
  body: validateReason,
  answers: { 200: json('In force on every node.', { $id: 'Revoked', ...object(lowering) }) },
} as const;

export const revokeAll = withdrawal(
  {
    ...revocation,
    path: '/v1/agencies/{ori}/revoke',
    id: 'revokeAgency',
    summary: 'End all grants of an agency, now, on every node.',
  },
  async ({ body: { reason }, by, params }, deps: RevocationDeps) => {
    const { id, ori } = await agencyOf(params.ori, deps);
    return revokeAgency(deps, { agency: { id, ori }, reason, ...by });
  },
  async ({ params }, deps) => {
    const { id: agencyId } = await agencyOf(params.ori, deps);
    return (await findGrants(deps.pool, { agencyId, status: 'active', limit: 1 })).length === 0;
  },
);

export const revokeOne = withdrawal(
  {
    ...revocation,
    path: '/v1/grants/{id}/revoke',
    id: 'revokeGrant',
    summary: 'End a grant, now, on every node.',
  },
  async ({ body: { reason }, by, params }, deps: RevocationDeps) =>
    revokeGrant(deps, { grantId: pathId(params.id, 'grant'), reason, ...by }),
  async ({ params }, { pool }) => (await findGrant(pool, params.id))?.status !== 'active',
);

/**
 * Finds the agency by any of its ORIs, in the snapshot if it is there: no ORI ever moves to another agency
 * (the gateway's role may only add): that spares a round trip of waiting. @throws GatewayError `not_found`
 */
async function agencyOf(ori: string, { pool, registry }: RevocationDeps): Promise<Agency> {
  return factsFor(registry.snapshot, ori).agency ?? (await requireAgency(pool, ori));
}

interface GrantRevocation extends WithdrawalBy {
  readonly grantId: string;
}

/** Ends one grant, as one person may at any time; withdraws a proposal, too. @throws GatewayError `not_found`, `unavailable` (then nothing is revoked). */
async function revokeGrant(
  deps: WithdrawRightDeps,
  { grantId, ...by }: GrantRevocation,
): Promise<WithdrawalResult> {
  const grant = requireFound(await findGrant(deps.pool, grantId), 'grant');
  return withdrawRight(deps, {
    agency: { id: grant.agencyId, ori: grant.partner },
    grant: grantId,
    kind: 'revoked',
    ...by,
    change: (trx) => endGrant(trx, grantId, by.personId, by.reason),
    single: true,
  });
}
