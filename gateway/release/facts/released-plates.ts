/** The plates that leave beside the one that was asked for: of an area, of a part of a plate, of look-alikes. */
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import type { FoundReads } from '../../reads/reads-store.ts';
import type { PendingQuery } from './pending-query.ts';

/**
 * Returns each plate once, as it is searched for. Empty, and no read is examined, where the plate asked for
 * is the only one: a hit names its own plate, and a list holds no reads. Examines at most a page's reads.
 */
export function releasedPlates({ of, query }: PendingQuery, { text }: FoundReads): readonly string[] {
  if (of !== 'reads' || query.plate?.match === 'exact') return [];
  const reads = JSON.parse(text) as readonly { readonly plate: unknown }[];
  // An agency's own store may hold a read without a plate: nobody can look for it, and it must stop no commit.
  const plates = new Set(
    reads.flatMap(({ plate }) => (typeof plate === 'string' ? [normalisePlate(plate) ?? plate] : [])),
  );
  if (query.plate !== undefined) plates.delete(query.plate.number);
  return [...plates];
}
