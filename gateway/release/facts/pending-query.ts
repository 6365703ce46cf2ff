/** Defines what waits for its commit: a query for reads, or an item of hot lists under the same decision. */
import type { ScreenedWords } from '../../../sharing-rules/narrative/contradiction.ts';
import type { DataClass } from '../../../sharing-rules/terms/agency.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { Continuation, ReviewApproval } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import type { ProofMark } from '../../identity/proofs/proofs-store.ts';
import type { FoundReads } from '../../reads/reads-store.ts';

/** A held query that comes back after review, or a further page of one. */
export interface Collection {
  readonly heldId: string;
  readonly furtherPage: boolean;
  /** The approval as the request found it: for the first decision only, and read again under the locks. */
  readonly approval: ReviewApproval | null;
  readonly judicialProcessVerified: boolean;
}

/**
 * The basis of every decision under the locks. INVARIANT: its words were screened before it waits. No
 * justification is read under the locks; an officer's name and id, 128 and 64 characters at most, are.
 */
interface Pending extends ScreenedWords {
  readonly kind: 'query' | 'dry_run';
  /**
   * A dry run before anything is looked for, by which it is refused whatever is there: judged with the `standing` of the
   * person who asks, or also with what is left of the `day`. The answer tells it as that of a query does.
   */
  readonly foretells?: 'standing' | 'day';
  readonly subject: Subject;
  readonly query: Query;
  /** SHA-256 of the query's canonical JSON, base64: names the question without telling it. */
  readonly queryHash: string;
  /** The DPoP proof that this request uses up; null once claimed, or where the token is bound by a certificate. */
  readonly proof: ProofMark | null;
  /** The reads that were found; null where the first decision refused, and nothing was looked up. */
  readonly found: FoundReads | null;
  /** The right under which an earlier page left, or the standing query was entered that this hit is on; null: neither. */
  readonly continues: Continuation | null;
  /** W3C trace context of the request, for the owner's detail. */
  readonly traceparent: string | null;
}

/** A partner whose gateway is asked: its entity in the registry, and the ORI of the agreement. */
export interface PeerToAsk {
  readonly agencyId: number;
  readonly ori: string;
}

/** An officer's query for reads, its further pages, and its collection after review. */
export interface PendingReads extends Pending {
  readonly of: 'reads';
  /** Set for the owner's own officers and systems alone: judged under the owner's grant to itself. */
  readonly own?: true;
  /** Read when the query came, as in `DecisionInput`: an agreement gives no right by itself; the grant does. */
  readonly peerOrigin?: string | null;
  /** The partners whose gateways are asked once our own rules permit it; absent: our own reads are asked for. */
  readonly peers?: readonly PeerToAsk[];
  /** Set where none of the agencies to ask has an agreement in force with us: our rules refuse that. */
  readonly nobodyToAsk?: true;
  /** Id of the question by which its reads were found outside, which the answer carries; its intent is in the log. */
  readonly asked?: string;
  /** The release whose next page this is. */
  readonly follows: string | null;
  /** Null for a query that is asked for the first time. */
  readonly pickUp: Collection | null;
  /**
   * Repeats a request whose answer is kept, to learn whether it may still be given: judged on what is read under the
   * locks, but counted and logged only where it is refused. Quotas and earlier words were judged the first time.
   */
  readonly repeats?: true;
}

/** Entries of a hot list, which a partner's system or one of its people asks for. */
export interface PendingList extends Pending {
  readonly of: 'list';
  readonly byMachine: boolean;
}

/** A hit, which is asked for or told: on an officer's standing query, or on a list. */
export interface PendingHit extends Pending {
  readonly of: 'hit';
  /** True if it is on a list, and a machine asks for it. */
  readonly byMachine: boolean;
}

/** A standing query as it enters: an officer asks now, so it is counted and remembered as a query for reads is. */
export interface PendingStandingQuery extends Pending {
  readonly of: 'standing_query';
}

export type PendingQuery = PendingReads | PendingList | PendingHit | PendingStandingQuery;

const DATA_CLASS: Readonly<Record<PendingQuery['of'], DataClass>> = {
  reads: 'reads',
  list: 'hot_lists',
  hit: 'hits',
  standing_query: 'hits',
};

/** Returns the class of data in the grant by which it is judged. */
export function dataClassOf(pending: PendingQuery): DataClass {
  return pending.of === 'reads' && pending.own ? 'own' : DATA_CLASS[pending.of];
}

/** Returns the held query that it collects; null for all others. */
export function collectionOf(pending: PendingQuery): Collection | null {
  return pending.of === 'reads' ? pending.pickUp : null;
}

export function peersOf(pending: PendingQuery): readonly PeerToAsk[] {
  return (pending.of === 'reads' && pending.peers) || [];
}

/** True if it asks again for an answer that is kept. */
export function isRepeated(pending: PendingQuery): boolean {
  return pending.of === 'reads' && pending.repeats === true;
}

/**
 * True if an officer asks in words of their own, which may be made up, and refused, without end. A list and a
 * hit are asked for as they are.
 */
export function isAskedInWords({ kind, of }: Pick<PendingQuery, 'kind' | 'of'>): boolean {
  return kind === 'query' && (of === 'reads' || of === 'standing_query');
}

/** True if a machine, which has no attested training, asks as itself: a list's exchange, and its hits. */
export function isByMachine(pending: PendingQuery): boolean {
  return (pending.of === 'list' || pending.of === 'hit') && pending.byMachine;
}
