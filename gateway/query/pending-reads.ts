/** Prepares a parsed query for its commit: its hash, the findings in its words, where it came from. */
import type { Request } from 'express';
import { screenWords } from '../../sharing-rules/narrative/screen.ts';
import type { Query } from '../../sharing-rules/terms/query.ts';
import { hashQuery } from '../release/facts/hash-query.ts';
import type { PendingReads } from '../release/facts/pending-query.ts';

export function pendingReads(
  kind: PendingReads['kind'],
  query: Query,
  { proof, subject }: Pick<PendingReads, 'proof' | 'subject'>,
  request: Request,
): PendingReads {
  return {
    of: 'reads',
    kind,
    subject,
    query,
    queryHash: hashQuery(query),
    ...screenWords(query),
    proof,
    found: null,
    follows: null,
    continues: null,
    pickUp: null,
    traceparent: traceparentOf(request),
  };
}

export interface PeerDeps {
  /** Returns the origin of the log of the gateway with which an agreement is in force, by its agency's ORI; null: none. */
  readonly findPeerOrigin: (ori: string) => Promise<string | null>;
}

/** Adds what a query that names an entry of another log is judged by; no other query asks the database for it. */
export async function withPeerOrigin(
  pending: PendingReads,
  { findPeerOrigin }: PeerDeps,
): Promise<PendingReads> {
  if (pending.query.asker === undefined) return pending;
  return { ...pending, peerOrigin: await findPeerOrigin(pending.subject.ori) };
}

/** Returns the trace parent (W3C Trace Context §3.2); anything else is not kept. */
function traceparentOf(request: Request): string | null {
  const text = request.get('traceparent') ?? '';
  return /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(text) ? text : null;
}
