/**
 * Remembers which quotas this node has seen used up today. A hint: it spares a look-up whose answer could
 * only be a refusal. The decision under the locks counts, and corrects it.
 */
import { patternOf } from '../../sharing-rules/terms/plate.ts';
import { type SpentQuota, spentQuotasOf } from '../../sharing-rules/terms/records-left.ts';
import { utcDay } from '../../sharing-rules/terms/utc-day.ts';
import { officersBehind } from '../../sharing-rules/terms/who-asks.ts';
import type { Outcome } from '../release/commit/commit-releases.ts';
import type { PendingQuery } from '../release/facts/pending-query.ts';

/** Beyond it the oldest is forgotten, and costs a look-up. */
const MOST_KEPT = 10_000;

export type Asked = Pick<PendingQuery, 'query' | 'subject'>;

export class SpentQuotas {
  /** UTC, `YYYY-MM-DD`. */
  #day = '';
  readonly #spent = new Set<string>();

  /** @param now ms since the epoch */
  knows(asked: Asked, now: number): boolean {
    this.#turnTo(now);
    if (this.#spent.size === 0) return false;
    return Object.values(keysOf(asked)).some((key) => this.#spent.has(key));
  }

  /** Learns from the commit's outcome of a query. @param now ms since the epoch */
  learn(asked: Asked, outcome: Outcome, now: number): void {
    const spent = spentBy(outcome);
    if (spent.length === 0 && outcome.kind !== 'look_up') return;
    this.#turnTo(now);
    const keys = keysOf(asked);
    for (const quota of spent) this.#spent.add(keys[quota]);
    // A cap was increased, or another day has begun, since the commit permits a look-up.
    if (outcome.kind === 'look_up') for (const key of Object.values(keys)) this.#spent.delete(key);
    for (const oldest of this.#spent) {
      if (this.#spent.size <= MOST_KEPT) break;
      this.#spent.delete(oldest);
    }
  }

  #turnTo(now: number): void {
    const day = utcDay(now);
    if (day === this.#day) return;
    this.#day = day;
    this.#spent.clear();
  }
}

/** Quotas that were used up when the query was judged, or are by its release. */
function spentBy(outcome: Outcome): readonly SpentQuota[] {
  if (outcome.kind === 'released') return outcome.spent;
  return outcome.kind === 'denied' ? spentQuotasOf(outcome.decision.reasons) : [];
}

function keysOf(asked: Asked): Readonly<Record<SpentQuota, string>> {
  const { query, subject } = asked;
  const agency = `${subject.agencyId}`;
  const officers = officersKey(asked);
  const pattern = query.plate === undefined ? 'area' : patternOf(query.plate.number);
  return { agency, officer: officers, officer_queries: officers, plate_pattern: `${officers} ${pattern}` };
}

/** Returns a key for the officers behind a query together, among those of all agencies. */
export function officersKey({ query, subject }: Asked): string {
  const references = officersBehind(subject, query).map(({ reference }) => reference);
  return JSON.stringify([subject.agencyId, ...references]);
}
