/**
 * Compares what is kept of an entry with the log: the text with its leaf hash, the details with the
 * commitment in the text, and the columns beside them. Mirrors, receipts and witnesses check the tree.
 */
import { isCommitted, minuteOf } from '../log-entry.ts';
import { leafHash } from '../merkle.ts';
import type { KeptEntry } from './kept-entries-store.ts';

/** `entry`: the text was not hashed; `details`: they are not committed to; else the column that differs. */
export type Contradiction = 'entry' | 'details' | 'at' | 'kind';

/** Names what contradicts the log. An entry whose details are gone can only contradict its leaf hash. */
export function findContradictions({ kept, leafHash: leaf, said, text }: KeptEntry): Contradiction[] {
  const found: Contradiction[] = leafHash(Buffer.from(text)).equals(leaf) ? [] : ['entry'];
  if (kept === null) return found;
  const { columns } = kept;
  if (!isCommitted(said, kept)) found.push('details');
  if (columns === null) return found;
  if (minuteOf(columns.at.getTime()) !== said.minute) found.push('at');
  if (columns.kind !== said.kind) found.push('kind');
  return found;
}
