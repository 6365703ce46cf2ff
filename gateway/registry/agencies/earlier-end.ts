/** Tells, after a revoke, if it found anything to end, and if not, who had ended it before, and when. */
import { utcSecond } from '../../../sharing-rules/terms/utc-day.ts';
import type { Client } from '../../cli/client/connect.ts';
import { readPages, searchOf } from '../../cli/client/read-pages.ts';

interface EndedGrant {
  readonly status: string;
  readonly approvedAt: string | null;
  readonly endedByName: string | null;
  readonly endedAt: string | null;
  readonly endedReason: string | null;
  readonly endedIndex: number | null;
  readonly validUntil: string;
}

/**
 * Returns a sentence if nothing was in force; null if something was.
 * @param mark log index of this revoke's revocation record
 */
export async function earlierEnd(client: Client, partner: string, mark: number): Promise<string | null> {
  const path = `/v1/grants${searchOf({ partner, limit: '200' })}`;
  const grants = await readPages<EndedGrant>(client, path, 'grants');
  const newest =
    grants
      .map(({ approvedAt }) => approvedAt ?? '')
      .sort()
      .at(-1) ?? '';
  if (newest === '') return 'nothing was in force: no grant had been approved';
  const ended = endOf(grants.find(({ approvedAt }) => approvedAt === newest) as EndedGrant, mark);
  return ended === null ? null : `nothing was in force: ${ended}`;
}

/** Returns the same for one grant. */
export async function earlierEndOfGrant(client: Client, path: string, mark: number): Promise<string | null> {
  const ended = endOf(await client.call<EndedGrant>('GET', path), mark);
  return ended === null ? null : `it was not in force: ${ended}`;
}

/** Returns null if the grant lasts, or if this revoke has ended it. */
function endOf(grant: EndedGrant, mark: number): string | null {
  const { endedAt, endedByName, endedIndex, endedReason, status, validUntil } = grant;
  if (status === 'expired') return `it had expired on ${utcSecond(validUntil)} UTC`;
  if (endedAt === null || endedIndex === null || endedIndex >= mark) return null;
  return `${endedByName} had ended it on ${utcSecond(endedAt)} UTC, log entry ${endedIndex}: ${endedReason}`;
}
