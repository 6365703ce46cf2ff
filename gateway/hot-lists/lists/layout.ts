/** The layouts in which hot lists come. */
export const LAYOUTS = ['ncic', 'ccic', 'autovu', 'flock', 'csv', 'ndjson'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** The layouts whose plates have 0 where the vehicle has O (NCIC; Flock's `addBatch`). */
export const ZERO_FOR_O: ReadonlySet<Layout> = new Set(['ncic', 'flock']);
