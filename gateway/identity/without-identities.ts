/** Strips from an asker that is kept whatever holds for its request only. */
import type { Subject } from '../../sharing-rules/terms/asker.ts';

/** Strips the version: a waiting query outlives changes of other registrations, judged at each sign-in. */
export function withoutIdentities({ identities: _, ...subject }: Subject): Subject {
  return subject;
}
