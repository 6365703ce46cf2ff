/**
 * Holds what an entry is searched by and its details do not say elsewhere: keyed codes of plates, and facts that the
 * asker is not told. It is a member of the owner's detail, so that the log commits to it.
 */
export interface SearchedBy {
  readonly officerId?: string;
  /** A second officer, whom the asker names. */
  readonly namedOfficerId?: string;
  readonly purpose?: string;
  readonly releaseId?: string;
  /** The search code (`plateHmac`) of the plate asked for, in base64. */
  readonly plate?: string;
  /** Search codes of plates that left, other than the one asked for. */
  readonly releasedPlates?: readonly string[];
}

/** Leaves out what is not known. */
export function searchedBy(
  known: {
    readonly [Name in keyof SearchedBy]: SearchedBy[Name] | null | undefined;
  },
): SearchedBy {
  return Object.fromEntries(Object.entries(known).filter(([, value]) => (value ?? null) !== null));
}
