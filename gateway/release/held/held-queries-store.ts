/** Queries that wait for a reviewer. */
import { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { withoutIdentities } from '../../identity/without-identities.ts';
import type { JudgedQuery } from '../facts/describe-query.ts';
import type { CommitClient } from '../facts/standing-store.ts';

/** A query nobody has looked at after this long lapses; the officer asks again. */
export const LAPSES_AFTER_HOURS = 72;

/** Keeps held queries, in the transaction of their `review` entries. */
export function holdQueries(
  client: CommitClient,
  held: readonly { readonly judged: JudgedQuery; readonly index: number }[],
): Promise<unknown> {
  const rows = held.map(({ judged: { id, input, decision, officerId, pending, rulesRevision }, index }) => ({
    id,
    held_index: index,
    agency_id: pending.subject.agencyId,
    officer_id: officerId,
    grant_id: input.grant?.id ?? null,
    epoch: input.agency?.epoch ?? 0,
    rules_revision: rulesRevision,
    subject: withoutIdentities(pending.subject),
    query: pending.query,
    query_hash: `\\x${Buffer.from(pending.queryHash, 'base64').toString('hex')}`,
    reasons: withoutWords(decision.reasons),
    status: 'held',
    held_at: new Date(input.now),
    expires_at: new Date(input.now + LAPSES_AFTER_HOURS * 3_600_000),
  }));
  return client.query({
    name: 'hold-queries',
    text: `INSERT INTO held_query (id, held_index, agency_id, officer_id, grant_id, epoch, rules_revision, subject,
        query, query_hash, reasons, status, held_at, expires_at)
      SELECT id, held_index, agency_id, officer_id, grant_id, epoch, rules_revision, subject,
        query, query_hash, reasons, status, held_at, expires_at
      FROM jsonb_populate_recordset(NULL::held_query, $1::jsonb)`,
    values: [JSON.stringify(rows)],
  });
}
