/** The counties of Colorado, as the registry's own list names them. */
import list from './colorado-agencies.json' with { type: 'json' };

/** In alphabetical order; each of the state's 64 has an agency. */
export const COLORADO_COUNTIES: readonly string[] = [
  ...new Set(list.flatMap(({ county }: { readonly county?: string | null }) => county ?? [])),
].sort();
