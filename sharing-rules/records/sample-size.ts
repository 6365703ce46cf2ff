/** Says how many of a month's releases without words an auditor reads and has answered by the records offices. */
const SHARE = 0.05;
const FEWEST = 10;

/** At least one of twenty; ten at least, or all. */
export function drawnOf(releases: number): number {
  return Math.min(releases, Math.max(FEWEST, Math.ceil(releases * SHARE)));
}
