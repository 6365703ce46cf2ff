/** A subject as it is kept: without what holds for its request only. */
import type { Subject } from '../../sharing-rules/terms/asker.ts';

/** What waits outlives changes of its agency's other registrations; it is judged by them whenever somebody signs in. */
export function withoutIdentities({ identities: _, ...subject }: Subject): Subject {
  return subject;
}
