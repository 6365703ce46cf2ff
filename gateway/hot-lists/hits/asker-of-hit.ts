/** Finds for whom a hit is released: the person who entered the standing query, not whoever asks now. */
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Hit } from '../lists/hits-store.ts';

/**
 * Returns who fetches a hit: a system that asks for one on a person's query does so for that person, like a
 * notice: the release is logged as theirs, through this client. An officer named by a system is in the query.
 * @param now ms; the query is what waits, so the session's age was judged when it was entered
 */
export function askerOfHit(hit: Pick<Hit, 'subject'>, asker: Subject, now: number): Subject {
  const entered = hit.subject as Subject | null;
  if (entered?.kind !== 'person' || asker.kind === 'person') return asker;
  const { clientId, identities, issuer } = asker;
  // It is the system that signed in now: if its agency's registrations change first, nothing is released to it.
  const signedIn = identities === undefined ? {} : { identities };
  return { ...entered, issuer, clientId, authenticatedAt: now, ...signedIn };
}
