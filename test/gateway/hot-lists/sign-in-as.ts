/** Who asks, by the word in the Authorization header: the partner's system and people, the owner's staff. */
import type { Request, Response } from 'express';
import type pg from 'pg';
import { GatewayError } from '../../../gateway/errors.ts';
import type { LimitRate } from '../../../gateway/http/limit-rate.ts';
import type { Role, Subject } from '../../../sharing-rules/terms.ts';
import { OWNER, PARTNER, partnerSystem } from '../../setup/sharing-fixture.ts';

/** Officers of the partner who sign in themselves, by their person ids. */
export const PARTNER_PEOPLE: Readonly<Record<string, string>> = {
  alice: '00000000-0000-4000-8000-00000000a11c',
  bob: '00000000-0000-4000-8000-000000000b0b',
};

/** Clients and people of the partner, as the registry has them. */
export async function registerPartner(ownerPool: pg.Pool, agencyId: number): Promise<void> {
  await ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori)
     SELECT id, client, $1, $2 FROM identity_issuer, unnest('{adams,adams-console}'::text[]) AS client`,
    [agencyId, PARTNER],
  );
  await ownerPool.query(
    `INSERT INTO person (id, issuer_id, subject, name, agency_id, ori, roles)
     SELECT p.id, i.id, p.name, p.name, $1, $2, '{}' FROM identity_issuer i, unnest($3::uuid[], $4::text[]) AS p (id, name)`,
    [agencyId, PARTNER, Object.values(PARTNER_PEOPLE), Object.keys(PARTNER_PEOPLE)],
  );
}

/** Two persons of the owner; the reviewer is the first. */
export type Administrators = readonly [string, string];

export async function signIn(
  request: Request,
  scope: string,
  agencyId: number,
  [first, second]: Administrators,
): Promise<Subject> {
  const who = request.get('Authorization');
  const roles: Readonly<Record<string, Role>> = {
    reviewer: 'reviewer',
    admin: 'sharing_admin',
    'admin-2': 'sharing_admin',
  };
  if (who === 'partner' && scope === 'alpr.query') return partnerSystem(agencyId);
  if (who !== undefined && who in PARTNER_PEOPLE && scope === 'alpr.query') {
    const person = { personId: PARTNER_PEOPLE[who] as string, authenticatedAt: Date.now() };
    return partnerSystem(agencyId, { kind: 'person', clientId: 'adams-console', mfa: true, ...person });
  }
  const role = who === undefined ? undefined : roles[who];
  if (who === 'partner' || (role !== undefined && scope !== 'alpr.admin')) {
    throw new GatewayError('forbidden', `the access token lacks the scope ${scope}`);
  }
  if (role === undefined) throw new GatewayError('invalid_token', 'no token');
  const personId = who === 'admin-2' ? second : first;
  return { ...partnerSystem(agencyId), ori: OWNER, clientId: who as string, personId, roles: [role] };
}

/** As a node does: whoever has signed in is counted. */
export function countedSignIn(limit: LimitRate, agencyId: number, administrators: Administrators) {
  return async (request: Request, scope: string): Promise<Subject> => {
    const subject = await signIn(request, scope, agencyId, administrators);
    await limit(request, request.res as Response, subject);
    const version = request.get('Identities');
    return version === undefined ? subject : { ...subject, identities: Number(version) };
  };
}
