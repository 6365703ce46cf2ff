/**
 * Limits how much work of one agency runs at once, so that no agency can fill what all share.
 *
 * Work above the limit is refused at once, not queued: each agency has its own count, so none takes another's
 * turn; anyone who polls asks again anyway; and a queue would need a bound and a timeout. A client that keeps
 * its agency's others out runs into its own rate limit, since what is refused counts there too.
 */
import { GatewayError } from '../../faults/errors.ts';

/** @throws GatewayError `too_many_requests` (429) where as much as may be is under way; else what `work` throws */
export type BoundByAgency = <T>(agencyId: number, work: () => Promise<T>) => Promise<T>;

export function boundByAgency(most: number): BoundByAgency {
  const underWay = new Map<number, number>();
  return async (agencyId, work) => {
    const others = underWay.get(agencyId) ?? 0;
    if (others >= most) {
      const detail = `${most} such answers to your agency are under way: ask again`;
      throw new GatewayError('too_many_requests', detail, { headers: { 'Retry-After': '1' } });
    }
    underWay.set(agencyId, others + 1);
    try {
      return await work();
    } finally {
      const left = (underWay.get(agencyId) ?? 1) - 1;
      if (left === 0) underWay.delete(agencyId);
      else underWay.set(agencyId, left);
    }
  };
}
