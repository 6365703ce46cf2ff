/** Who asks, by the word in the Authorization header: the partner's system and people, the owner's staff. */
import type { Request, Response } from 'express';
import type pg from 'pg';
import { GatewayError } from '../../../../gateway/faults/errors.ts';
import { refuseToken } from '../../../../gateway/http/challenge.ts';
import type { LimitRate } from '../../../../gateway/http/limits/limit-rate.ts';
import { findIdentities } from '../../../../gateway/identity/registrations-store.ts';
import type { Role, Subject } from '../../../../sharing-rules/terms/asker.ts';
import { OWNER, PARTNER, partnerSystem } from '../../../setup/database/sharing-fixture.ts';

/** Officers of the partner who sign in themselves, by their person ids. */
export const PARTNER_PEOPLE: Readonly<Record<string, string>> = {
  alice: '00000000-0000-4000-8000-00000000a11c',
  bob: '00000000-0000-4000-8000-000000000b0b',
};

/** Of the owner. */
const REVIEWER = '00000000-0000-4000-8000-0000000000e1';

/** Clients and people of the partner, and clients of the owner's staff, as the registry has them. */
export async function registerPartner(
  ownerPool: pg.Pool,
  agencyId: number,
  [first, second]: Administrators,
): Promise<void> {
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
  await ownerPool.query(
    `INSERT INTO person (id, issuer_id, subject, name, agency_id, ori, roles, employee_id)
     SELECT $2, issuer_id, 'reviewer', 'Reviewer', agency_id, ori, '{reviewer}', 'reviewer' FROM person WHERE id = $1`,
    [first, REVIEWER],
  );
  await ownerPool.query(
    `INSERT INTO client_registration (issuer_id, client_id, agency_id, ori, person_id)
     SELECT p.issuer_id, c.client, p.agency_id, p.ori, p.id FROM person p
     JOIN unnest($1::text[], $2::uuid[]) AS c (client, person) ON c.person = p.id`,
    [
      ['reviewer', 'admin', 'admin-2'],
      [REVIEWER, first, second],
    ],
  );
}

/** Two persons of the owner; the reviewer is the first. */
export type Administrators = readonly [string, string];

/** Whom a test's node knows. */
export interface Known {
  readonly pool: pg.Pool;
  /** The partner. */
  readonly agencyId: number;
  readonly administrators: Administrators;
}

/** With the version of the registrations that `Identities` names, or else the one in force. */
export async function signIn(request: Request, scope: string, known: Known): Promise<Subject> {
  const subject = await subjectOf(request, scope, known);
  const version = request.get('Identities');
  const { agencyId } = subject;
  return {
    ...subject,
    identities: version === undefined ? await findIdentities(known.pool, agencyId) : Number(version),
  };
}

async function subjectOf(
  request: Request,
  scope: string,
  { administrators: [first, second], agencyId, pool }: Known,
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
  if (role === undefined) throw refuseToken('invalid_token', 'token_missing', 'no token');
  const personId = { reviewer: REVIEWER, 'admin-2': second }[who as string] ?? first;
  const { rows } = await pool.query('SELECT id FROM agency WHERE is_owner');
  return { ...partnerSystem(rows[0].id), ori: OWNER, clientId: who as string, personId, roles: [role] };
}

/** Header of an administrator who signed in before the last change of the owner's registrations. */
export async function signedInBefore(pool: pg.Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query(
    'SELECT version - 1 AS version FROM agency_identities JOIN agency ON id = agency_id WHERE is_owner',
  );
  return { Identities: String(rows[0].version) };
}

/** As a node does: anyone who has signed in is counted. */
export function countedSignIn(limit: LimitRate, known: Known) {
  return async (request: Request, scope: string): Promise<Subject> => {
    const subject = await signIn(request, scope, known);
    await limit(request, request.res as Response, subject);
    return subject;
  };
}
