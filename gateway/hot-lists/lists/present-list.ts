/** A hot list as its answers show it: less for a partner, all for the owner's people. */
import type { HotList } from './hot-lists-store.ts';

export function presentForPartner({ id, name, kind, purpose, entries, importedAt }: HotList) {
  return { id, name, kind, purpose, entries, importedAt: importedAt?.toISOString() ?? null };
}

export function presentForOwner(list: HotList) {
  const { agencyId, asks, counts, layout, lookalike, restricted } = list;
  return {
    ...presentForPartner(list),
    layout,
    restricted,
    counts,
    asks,
    ofPartner: agencyId !== null,
    lookalike,
  };
}
