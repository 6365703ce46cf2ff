/** The plates that leave beside the one that was asked for: of an area, of a part of a plate, of look-alikes. */
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import type { FoundReads } from '../../reads/reads-store.ts';
import type { PendingQuery } from './pending-query.ts';

/**
 * Each once, as they are searched for. Empty where the plate asked for is the only one, and nothing is looked at then: a
 * hit names its own plate, and a list holds no reads. At most a page's reads are looked at.
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
