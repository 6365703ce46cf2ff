/** From the claims of a verified token to the subject: the registry says who it is, the claims may only agree. */
import type { Ori, Subject } from '../../sharing-rules/terms.ts';
import type { AccessTokenClaims } from './access-token-claims.ts';
import type { Registration, Registrations } from './registrations-store.ts';
import { hasSecondFactor } from './second-factor.ts';

export interface TokenSubject {
  readonly subject: Subject;
  readonly client: Registration;
  /** Null for a system. */
  readonly person: Registration | null;
}

/**
 * A system's token has its client as subject (RFC 9068 §2.2) and no sign-in; every other subject must be a
 * registered person of the client's agency. So neither can pass for the other.
 *
 * @throws Error with the reason for the diagnostic log; the asker must not see it
 */
export function findSubject(
  issuer: string,
  claims: AccessTokenClaims,
  registrations: Registrations,
  acceptedAcr: readonly string[],
): TokenSubject {
  const client = registrations.findClient(issuer, claims.client_id);
  if (client === undefined) throw new Error('the client is not registered');
  // A claim can only contradict the registration, never stand for it (CJISSECPOL IA-0: an ORI is no credential).
  if (!client.oris.includes(claims.ori as Ori)) throw new Error('the ori claim is not of the client');
  const common = {
    issuer,
    clientId: claims.client_id,
    agencyId: client.agencyId,
    senderConstrained: true,
    identities: client.identities,
  } as const;
  if (claims.sub === claims.client_id) {
    if (claims.auth_time !== undefined || claims.amr !== undefined) {
      throw new Error('a system that claims a sign-in');
    }
    const { ori, personId, roles } = client;
    const subject = {
      ...common,
      kind: 'system',
      ori,
      personId,
      roles,
      mfa: false,
      authenticatedAt: null,
    } as const;
    return { subject, client, person: null };
  }
  const person = registrations.findPerson(issuer, claims.sub);
  if (person === undefined) throw new Error('the person is not registered');
  if (person.agencyId !== client.agencyId) throw new Error('the person is of another agency than the client');
  if (client.personId !== null && client.personId !== person.personId) {
    throw new Error('the client belongs to another person');
  }
  const subject = {
    ...common,
    kind: 'person',
    ori: person.ori,
    personId: person.personId,
    roles: person.roles,
    mfa: hasSecondFactor(claims, acceptedAcr),
    authenticatedAt: claims.auth_time === undefined ? null : claims.auth_time * 1000,
    amr: claims.amr ?? [],
  } as const;
  return { subject, client, person };
}
