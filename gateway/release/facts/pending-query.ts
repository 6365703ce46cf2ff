/** What waits for its commit. */

import type { ScreenedWords } from '../../../sharing-rules/narrative/out-of-character.ts';
import type { DataClass } from '../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Continuation, ReviewApproval } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { ProofMark } from '../../identity/proofs/proofs-store.ts';
import type { FoundReads } from '../../reads/reads-store.ts';

/** A held query that comes back after review, or a further page of one. */
export interface PickUp {
  readonly heldId: string;
  readonly furtherPage: boolean;
  /** As the row was when the request came: for the first decision only, read again under the locks. */
  readonly approval: ReviewApproval | null;
  readonly judicialProcessVerified: boolean;
}

/**
 * INVARIANT: its words were screened before it waits. No justification is read under the locks; an officer's name and
 * id, 128 and 64 characters at most, are.
 */
export interface PendingQuery extends ScreenedWords {
  readonly kind: 'query' | 'dry_run';
  /** What leaves: absent for reads. Hot-list entries and hits leave by the same decision, grants and log. */
  readonly dataClass?: Exclude<DataClass, 'reads'>;
  /** A standing query that enters: an officer asks now, so it is counted and remembered as a query for reads is. */
  readonly enters?: true;
  /**
   * A dry run before anything is looked for, by which it is refused whatever is there: judged with the `standing` of the
   * person who asks, or also with what is left of the `day`. The answer tells it as that of a query does.
   */
  readonly foretells?: 'standing' | 'day';
  /** A machine asks for a list as itself: nobody attests its training. */
  readonly byMachine?: true;
  /**
   * Repeats a request whose answer is kept, to learn whether it may still be given: judged on what is read under the
   * locks, but counted and logged only where it is refused. Quotas and earlier words were judged the first time.
   */
  readonly repeats?: true;
  readonly subject: Subject;
  readonly query: Query;
  /** SHA-256 of the query's canonical JSON, base64: names the question without telling it. */
  readonly queryHash: string;
  /** The DPoP proof that this request uses up; null once claimed, or where the token is bound by a certificate. */
  readonly proof: ProofMark | null;
  /** What the look-up found; null where the first decision refused and nothing was looked up. */
  readonly found: FoundReads | null;
  /** The release whose next page this is. */
  readonly follows: string | null;
  /** The right under which that page left, or the standing query was entered that this hit is on; null: of neither. */
  readonly continues: Continuation | null;
  /** Absent or null for a query that is asked for the first time. */
  readonly pickUp?: PickUp | null;
  /** W3C trace context of the request, for the owner's detail. */
  readonly traceparent: string | null;
}
