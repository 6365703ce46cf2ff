/** The counties of Colorado, as the registry's own list names them. */
import list from './colorado-agencies.json' with { type: 'json' };

/** All 64, in alphabetical order; each has an agency. */
export const COLORADO_COUNTIES: readonly string[] = [
  ...new Set(list.flatMap(({ county }: { readonly county?: string | null }) => county ?? [])),
].sort();
