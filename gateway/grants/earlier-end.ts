/** After a revoke: whether it found anything to end. */
import type { Client } from '../cli/connect.ts';
import { bodyOf } from '../cli/http-client-answer.ts';
import { searchOf } from '../cli/read-pages.ts';

interface EndedGrant {
  readonly approvedAt: string | null;
  readonly endedAt: string | null;
  readonly endedReason: string | null;
  readonly validUntil: string;
}

/** Longer than a revoke takes, and than the clocks of gateway and database may differ. */
const JUST_NOW = 60_000;

/**
 * A sentence where nothing was in force; null where something was, or where that cannot be told.
 * @param reason of this revoke: an end for another one was not its doing
 */
export async function earlierEnd(client: Client, partner: string, reason: string): Promise<string | null> {
  const answer = await client.request('GET', `/v1/grants${searchOf({ partner, limit: '200' })}`);
  const { grants, next } = bodyOf(answer) as { grants: readonly EndedGrant[]; next: string | null };
  if (next !== null) return null;
  const approvals = grants.map(({ approvedAt }) => approvedAt ?? '').sort();
  const newest = approvals.at(-1) ?? '';
  if (newest === '') return 'nothing was in force: no grant had been approved';
  const last = grants.find(({ approvedAt }) => approvedAt === newest) as EndedGrant;
  if (last.endedAt === null) return null;
  const [ended] = [last.endedAt, last.validUntil].sort() as [string, string];
  const now = Date.parse(answer.headers.get('Date') ?? '');
  const isEarlier = last.endedReason !== reason || Date.parse(ended) < now - JUST_NOW;
  return isEarlier
    ? `nothing was in force: it had ended on ${ended.replace('T', ' ').slice(0, 19)} UTC`
    : null;
}
