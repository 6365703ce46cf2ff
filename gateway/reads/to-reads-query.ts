/** The part of a partner's query that the look-up needs: where and when, never why. */
import type { Query } from '../../sharing-rules/terms/query.ts';
import type { ReadsPosition, ReadsQuery } from './reads-store.ts';

/** @param after the read that the page before ended with; null for a first page */
export function toReadsQuery(
  { plate, area, from, to, limit }: Query,
  after: ReadsPosition | null,
): ReadsQuery {
  return {
    from,
    to,
    limit,
    ...(plate === undefined ? {} : { plate }),
    ...(area === undefined ? {} : { area }),
    ...(after === null ? {} : { after }),
  };
}
