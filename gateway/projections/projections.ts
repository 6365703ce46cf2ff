/** The projections, in the order in which each needs the others: what is derived from the log is one of them. */
import { NUMBERS } from './numbers.ts';
import type { Projection } from './projection.ts';
import { SEARCH } from './search.ts';

export const PROJECTIONS: readonly Projection[] = [SEARCH, NUMBERS];
