/** The newest of the reads found, where fewer may leave. */
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { FoundReads } from '../../reads/reads-store.ts';

/**
 * Returns the first `count` reads, and where the next page begins. The text is parsed and written again only
 * where the day's records run out, which happens at most once per agency and officer.
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
