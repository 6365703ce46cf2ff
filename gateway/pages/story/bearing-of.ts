/** Reads a direction of travel as cameras write it: `N`, `NE`, `north`, `Northbound`, `NB`. */

const WRITTEN = /^(n|s)?(?:orth|outh)?[ -]?(e|w)?(?:ast|est)?[ -]?(?:b|bound)?$/i;
/** Degrees from north, clockwise. */
const BEARINGS: Readonly<Record<string, number>> = {
  ...{ n: 0, ne: 45, e: 90, se: 135, s: 180, sw: 225, w: 270, nw: 315 },
};

/** Returns degrees from north, clockwise; null for anything else, such as `approaching`. */
export function bearingOf(direction: string | null): number | null {
  const [, north = '', east = ''] = WRITTEN.exec(direction?.trim() ?? '') ?? [];
  return BEARINGS[`${north}${east}`.toLowerCase()] ?? null;
}
