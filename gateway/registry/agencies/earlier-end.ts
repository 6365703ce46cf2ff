/** After a revoke: whether it found anything to end. */
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { Client } from '../../cli/client/connect.ts';
import { bodyOf, type HttpAnswer } from '../../cli/client/http-client-answer.ts';
import { searchOf } from '../../cli/client/read-pages.ts';

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
  const ended = endOf(last, answer, reason);
  return ended === null ? null : `nothing was in force: it had ended on ${ended}`;
}

/** The same of one grant. */
export async function earlierEndOfGrant(
  client: Client,
  path: string,
  reason: string,
): Promise<string | null> {
  const answer = await client.request('GET', path);
  const ended = endOf(bodyOf(answer) as EndedGrant, answer, reason);
  return ended === null ? null : `it was not in force: it had ended on ${ended}`;
}

/** Null where it lasts, or where this revoke may have ended it. */
function endOf(
  { endedAt, endedReason, validUntil }: EndedGrant,
  { headers }: HttpAnswer,
  reason: string,
): string | null {
  if (endedAt === null) return null;
  const [ended] = [endedAt, validUntil].sort() as [string, string];
  const now = Date.parse(headers.get('Date') ?? '');
  const isEarlier = endedReason !== reason || Date.parse(ended) < now - JUST_NOW;
  return isEarlier ? `${utcSecond(ended)} UTC` : null;
}
