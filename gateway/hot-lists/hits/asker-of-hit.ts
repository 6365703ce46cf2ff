/** For whom a hit is released: the one who entered the query that waited, not the one who happens to ask. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Hit } from '../lists/hits-store.ts';

/**
 * A system that asks for a hit on a person's query fetches it for that person, as a notice to its endpoint does: the
 * release is counted and logged as theirs, through this client. An officer whom a system named stands in the query.
 * @param now ms; it is the query that waits, so the session's age was judged when it was entered
 */
export function askerOfHit(hit: Pick<Hit, 'subject'>, asker: Subject, now: number): Subject {
  const entered = hit.subject as Subject | null;
  if (entered?.kind !== 'person' || asker.kind === 'person') return asker;
  const { clientId, identities, issuer } = asker;
  // It is the system that signed in now: if its agency's registrations change first, nothing is released to it.
  const signedIn = identities === undefined ? {} : { identities };
  return { ...entered, issuer, clientId, authenticatedAt: now, ...signedIn };
}
