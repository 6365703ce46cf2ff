/** Compares the vendor's audit with the log's intents, both ways. Pure. */
import { asVendorWrites } from '../../../sharing-rules/hot-lists/vendor-list.ts';
import { normalisePlate } from '../../../sharing-rules/terms/plate.ts';
import type { VendorSearch } from './vendor-audit.ts';

/** An entry `source_asked`: a question that was about to be asked. */
export interface Intent {
  readonly index: number;
  /** ISO 8601. */
  readonly at: string;
  readonly releaseId: string;
  /** The reason that the vendor was told; null where the details were erased. */
  readonly told: string | null;
  /** The plate that was asked for; null where the entry does not say it, or its details were erased. */
  readonly plate: string | null;
}

/**
 * Why a search has no entry: `no_release_id`: its reason names none, so it went past the gateway. `unknown_release`: the
 * log has no such intent. `other_reason`: the log has told another reason. `other_plate`: it has asked for another plate
 * under this reason. `repeated`: more searches than the gateway
 * makes under one intent, or one long after another.
 */
export type WhyWithout = 'no_release_id' | 'unknown_release' | 'other_reason' | 'other_plate' | 'repeated';

export interface Compared {
  /** Searches that an intent stands for. */
  readonly matched: number;
  readonly searchesWithout: readonly { readonly row: number; readonly why: WhyWithout }[];
  readonly intentsWithout: readonly Intent[];
}

/** The gateway ends each reason with the id of the release. */
const RELEASE = /\brelease ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/;
/** A question that fails is asked once more. */
const MOST_SEARCHES = 2;
/** Ms between the two, at most: the gateway asks once more within seconds. Later, somebody has copied the reason. */
const TOGETHER = 60_000;

export function releaseIn({ reason }: Pick<VendorSearch, 'reason'>): string | null {
  return RELEASE.exec(reason)?.[1] ?? null;
}

/** @param intents all that the searches may stand for; those without a search are looked for among `due` alone */
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

/** A file without plates, or an entry that does not say one, tells nothing of it. */
function isOtherPlate(search: VendorSearch, intent: Intent): boolean {
  if (search.plate === null || intent.plate === null) return false;
  return writtenAlike(search.plate) !== writtenAlike(intent.plate);
}

/** The vendor may write a plate with blanks, in small letters, and with 0 for O. */
function writtenAlike(plate: string): string {
  return asVendorWrites(normalisePlate(plate) ?? plate);
}

/** Both times are the vendor's, so that it does not matter in which zone it writes them. */
function areTogether({ at: one }: VendorSearch, { at: other }: VendorSearch): boolean {
  return one === null || other === null || Math.abs(one - other) <= TOGETHER;
}
