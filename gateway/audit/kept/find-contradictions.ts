/**
 * Compares what is kept of an entry with the log: the text with its leaf hash, the details with the
 * commitment in the text, and the searched columns with both. Mirrors, receipts and witnesses check the tree.
 */
import { isCommitted, minuteOf } from '../log-entry.ts';
import { leafHash } from '../merkle.ts';
import type { KeptColumns, KeptEntry } from './kept-entries-store.ts';
import { parseDetail } from './parse-detail.ts';

/** `entry`: the text was not hashed; `details`: they are not committed to; else the column that differs. */
export const CONTRADICTIONS = [
  ...(['entry', 'details', 'at', 'kind', 'effect', 'agencyId', 'purpose'] as const),
  ...(['officerId', 'namedOfficerId', 'reasonCodes', 'releaseId'] as const),
] as const;

export type Contradiction = (typeof CONTRADICTIONS)[number];

/** Names what contradicts the log. An entry whose details are gone can only contradict its leaf hash. */
export function findContradictions(entry: KeptEntry): Contradiction[] {
  const { agencyId, kept, said, text } = entry;
  const found: Contradiction[] = leafHash(Buffer.from(text)).equals(entry.leafHash) ? [] : ['entry'];
  if (kept === null) return found;
  const { columns } = kept;
  const committed = isCommitted(said, kept);
  if (!committed) found.push('details');
  if (columns === null) return found;
  const { effect, kind, minute } = said;
  const must = { kind, effect, agencyId, at: minute, ...(committed ? columnsBy(entry, kept) : {}) };
  const are = { ...columns, at: minuteOf(columns.at.getTime()) };
  for (const [name, value] of Object.entries(must) as [keyof KeptColumns, unknown][]) {
    if (value !== undefined && JSON.stringify(are[name]) !== JSON.stringify(value)) found.push(name);
  }
  return found;
}

/** Returns what the details demand of the columns; undefined: they do not tell, as a dry run's asker. */
function columnsBy(
  { said: { effect, kind } }: KeptEntry,
  { asker: { detail }, owner }: NonNullable<KeptEntry['kept']>,
): { readonly [Name in keyof KeptColumns]?: unknown } {
  const asker = parseDetail(detail);
  if (effect === null) return { officerId: asker.subjectId ?? parseDetail(owner.detail).subjectId };
  const isDryRun = kind === 'dry_run';
  const { id, namedSubjectId = null, purpose, reasons, subjectId = null } = asker;
  return {
    officerId: isDryRun ? undefined : subjectId,
    namedOfficerId: namedSubjectId,
    purpose: (purpose as { readonly code?: unknown } | undefined)?.code,
    reasonCodes: Array.isArray(reasons) ? reasons.map((reason) => reason?.code) : undefined,
    releaseId: isDryRun ? null : id,
  };
}
