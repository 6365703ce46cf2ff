/** What a search by plate found, in words: commands and pages tell it alike. */

export type PlateWas = 'asked_for' | 'released';

/** What the plate that was looked for was to an entry. */
export const PLATE_WAS: Readonly<Record<PlateWas, string>> = {
  asked_for: 'asked for',
  released: 'released, not asked for',
};

/** Null where all entries are found by the plates that left. @param since of the answer */
export function saidOfOlder(since: string | null | undefined): string | null {
  if (!since) return null;
  return (
    `Entries from before ${since.slice(0, 16).replace('T', ' ')} UTC are found by the plate that was asked for alone. Of ` +
    'those, what was released for an area, a part of a plate or look-alikes may hold this plate too.'
  );
}
