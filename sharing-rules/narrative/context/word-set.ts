/** Sets of words, as the tables have them: in one line, with spaces between. */

/** Of the words of a clause, and of none where it ends. */
export type Words = ReadonlySet<string | undefined>;

export const setOf = (words: string): Words => new Set(words.split(' '));
