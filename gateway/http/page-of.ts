/** A page of a list by ascending or descending id: one row more was asked for, so that one knows whether more follow. */

export interface Page<T> {
  readonly page: readonly T[];
  /** The `after` of the next page; null for the last. */
  readonly next: string | null;
}

/** @param found up to `limit` + 1 rows */
export function pageOf<T extends { readonly id: string }>(found: readonly T[], limit: number): Page<T> {
  const page = found.slice(0, limit);
  return { page, next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
}
