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

/** Returns the trace parent (W3C Trace Context §3.2); anything else is not kept. */
function traceparentOf(request: Request): string | null {
  const text = request.get('traceparent') ?? '';
  return /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(text) ? text : null;
}
