/** The newest of the reads found, where fewer may leave. */
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { FoundReads } from '../../reads/reads-store.ts';

/**
 * The first `count` reads, and where the next page begins. Read and written again only where the day's records run out:
 * its number is bounded by that of agencies and officers.
 * @throws Error where fewer were found
 */
export function firstReads(found: FoundReads, count: number): FoundReads {
  if (count >= found.count) return found;
  const reads = (JSON.parse(found.text) as { capturedAt: string; readId: string }[]).slice(0, count);
  const last = reads[count - 1];
  if (last === undefined) throw new Error(`fewer reads than ${count} were found`);
  const next = { capturedAt: Date.parse(last.capturedAt), readId: last.readId };
  return { ...found, text: canonicalJson(reads), count, next };
}
