/** Tells how an entry that a search by plate found relates to the plate; commands and pages say it alike. */

export type PlateWas = 'asked_for' | 'released';

/** The words for how the entry relates to the plate that was searched for. */
export const PLATE_WAS: Readonly<Record<PlateWas, string>> = {
  asked_for: 'asked for',
  released: 'released, not asked for',
};

/** Returns a note on older entries; null if all can be found by released plates. @param since answered */
export function saidOfOlder(since: string | null | undefined): string | null {
  if (!since) return null;
  return (
    `Entries from before ${since.slice(0, 16).replace('T', ' ')} UTC are found by the plate that was asked for alone. Of ` +
    'those, what was released for an area, a part of a plate or look-alikes may hold this plate too.'
  );
}
