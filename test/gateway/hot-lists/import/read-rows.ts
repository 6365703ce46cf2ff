/** Reads a list in chunks, and sorts what came out. */

import type { ListedEntry, ListRow } from '../../../../gateway/hot-lists/import/layouts/list-row.ts';
import { readList } from '../../../../gateway/hot-lists/import/read-list.ts';
import type { Layout } from '../../../../gateway/hot-lists/lists/layout.ts';
import { chunked } from '../lists/sample-lists.ts';

export async function readRows(text: string | Buffer, layout: Layout, chunk?: number): Promise<ListRow[]> {
  const rows: ListRow[] = [];
  for await (const batch of readList(chunked(text, chunk), layout)) rows.push(...batch);
  return rows;
}

export function entriesOf(rows: readonly ListRow[]): ListedEntry[] {
  return rows.flatMap((row) => ('entry' in row ? [row.entry] : []));
}
