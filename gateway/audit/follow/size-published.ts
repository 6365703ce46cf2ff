/** Tells how many entries are published: those below the published head whose delay has passed. */
import type { Queryable } from '../../database/queryable.ts';
import { findSizeAged } from '../log-store.ts';
import type { PublishedHead } from './published-head.ts';

export interface Publishing {
  readonly pool: Queryable;
  /** No tile, entry or answer beyond this head is shown to anybody. */
  readonly published: Pick<PublishedHead, 'size'>;
  /** The milliseconds after their commit before entries are shown; their hashes are at once. */
  readonly entryDelay: number;
}

export async function sizePublished({ entryDelay, pool, published }: Publishing): Promise<number> {
  const shown = await published.size();
  return entryDelay > 0 ? Math.min(shown, await findSizeAged(pool, entryDelay)) : shown;
}
