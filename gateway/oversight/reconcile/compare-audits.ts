/** Compares the vendor's audit with the log's intents, both ways; a pure function. */
import { asVendorWrites } from '../../../sharing-rules/hot-lists/vendor-list.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import type { VendorSearch } from './vendor-audit.ts';

/** An entry `source_asked`: a question that was about to be asked. */
export interface Intent {
  readonly index: number;
  /** ISO 8601. */
  readonly at: string;
  readonly releaseId: string;
  /** The reason that the vendor was told; null if the details were erased. */
  readonly told: string | null;
  /** The plate that was asked for; null if the entry does not say it, or its details were erased. */
  readonly plate: string | null;
}

/**
 * The reason why a search has no entry: `no_release_id`: its reason names none, so it bypassed the gateway.
 * `unknown_release`: the log has no such intent. `other_reason`, `other_plate`: the log has another reason or
 * plate for this release. `repeated`: there were more searches than the gateway makes for one intent, or too
 * much time between them.
 */
export type WhyWithout = 'no_release_id' | 'unknown_release' | 'other_reason' | 'other_plate' | 'repeated';

export interface Compared {
  readonly matched: number;
  readonly searchesWithout: readonly { readonly row: number; readonly why: WhyWithout }[];
  readonly intentsWithout: readonly Intent[];
}

/** The release id with which the gateway ends each reason. */
const RELEASE = /\brelease ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;
/** Number of searches for one intent: the gateway retries a failed question once. */
const MOST_SEARCHES = 2;
/** Milliseconds between the two: the gateway retries in seconds; later, somebody copied the reason. */
const TOGETHER = 60_000;

export function releaseIn({ reason }: Pick<VendorSearch, 'reason'>): string | null {
  return RELEASE.exec(reason)?.[1] ?? null;
}

/** @param intents all that may match; @param due those of them that must have a search */
export function compareAudits(
  searches: readonly VendorSearch[],
  intents: readonly Intent[],
  due: readonly Intent[],
): Compared {
  const byRelease = new Map(intents.map((intent) => [intent.releaseId, intent]));
  const seen = new Map<string, VendorSearch[]>();
  const searchesWithout: { row: number; why: WhyWithout }[] = [];
  for (const search of searches) {
    const why = whyWithout(search, byRelease, seen);
    if (why !== null) searchesWithout.push({ row: search.row, why });
  }
  return {
    matched: searches.length - searchesWithout.length,
    searchesWithout,
    intentsWithout: due.filter(({ releaseId }) => !seen.has(releaseId)),
  };
}

function whyWithout(
  search: VendorSearch,
  intents: ReadonlyMap<string, Intent>,
  seen: Map<string, VendorSearch[]>,
): WhyWithout | null {
  const releaseId = releaseIn(search);
  if (releaseId === null) return 'no_release_id';
  const intent = intents.get(releaseId);
  if (intent === undefined) return 'unknown_release';
  if (intent.told !== null && intent.told !== search.reason.trim()) return 'other_reason';
  if (isOtherPlate(search, intent)) return 'other_plate';
  const before = seen.get(releaseId) ?? [];
  if (before.length === MOST_SEARCHES || !before.every((other) => areTogether(other, search)))
    return 'repeated';
  seen.set(releaseId, [...before, search]);
  return null;
}

/** True if both give a plate and the plates differ. */
function isOtherPlate(search: VendorSearch, intent: Intent): boolean {
  if (search.plate === null || intent.plate === null) return false;
  return writtenAlike(search.plate) !== writtenAlike(intent.plate);
}

/** Normalizes a plate: the vendor may write it with blanks, in lower case, and with 0 for O. */
function writtenAlike(plate: string): string {
  return asVendorWrites(normalisePlate(plate) ?? plate);
}

/** True if the times are close. Both are the vendor's, so that its time zone does not matter. */
function areTogether({ at: one }: VendorSearch, { at: other }: VendorSearch): boolean {
  return one === null || other === null || Math.abs(one - other) <= TOGETHER;
}
