/** Points in time as the rules have them. */

/**
 * Returns SQL of a time in whole ms since the epoch. `date_part` counts in floating point, exact to the
 * microsecond until 2255; `extract` counts in decimals, which costs a commit more than finding the row.
 */
export const MS = (column: string) => `(date_part('epoch', ${column}) * 1000)::bigint`;
