/**
 * Bounds how much of one agency's work is under way at once, so that one cannot fill what all wait in.
 *
 * More is refused at once instead of put in line: each agency has a count of its own, so none takes another's turn;
 * anyone who polls asks again anyway; and a line would have to be bounded and timed out itself. A client that keeps its
 * agency's others out runs into its own rate limit, since what is refused counts there too.
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
