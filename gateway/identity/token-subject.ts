/** Finds the asker of a verified token: the registry says who it is, and the claims may only agree. */
import type { Ori } from '../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../sharing-rules/terms/asker.ts';
import { NotAccepted } from '../http/why-refused.ts';
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
 * Finds the asker. A system's token has its client as subject (RFC 9068 §2.2) and no sign-in; every other
 * subject must be a registered person of the client's agency. So neither can pass for the other.
 *
 * @throws NotAccepted with the reason for the diagnostics; the asker must not see it
 */
export function findSubject(
  issuer: string,
  claims: AccessTokenClaims,
  registrations: Registrations,
  acceptedAcr: readonly string[],
): TokenSubject {
  const client = registrations.findClient(issuer, claims.client_id);
  if (client === undefined) throw new NotAccepted('client_unknown');
  refuseOfBefore(client, claims);
  // A claim can only contradict the registration, never stand for it (CJISSECPOL IA-0: an ORI is not a credential).
  if (!client.oris.includes(claims.ori as Ori)) throw new NotAccepted('client_other_agency');
  const common = {
    issuer,
    clientId: claims.client_id,
    agencyId: client.agencyId,
    senderConstrained: true,
    identities: client.identities,
  } as const;
  if (claims.sub === claims.client_id) {
    if (claims.auth_time !== undefined || claims.amr !== undefined) {
      throw new NotAccepted('system_with_sign_in');
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
  if (person === undefined) throw new NotAccepted('person_unknown');
  refuseOfBefore(person, claims);
  if (person.agencyId !== client.agencyId) throw new NotAccepted('person_other_agency');
  if (client.personId !== null && client.personId !== person.personId) {
    throw new NotAccepted('client_other_person');
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

/** A token of before its person was suspended may be the thief's: it does not come back with the person. */
function refuseOfBefore({ reinstatedAt }: Registration, { iat }: AccessTokenClaims): void {
  // Issuers give whole seconds.
  if (reinstatedAt !== null && (iat + 1) * 1_000 <= reinstatedAt)
    throw new NotAccepted('token_of_before_reinstatement');
}
