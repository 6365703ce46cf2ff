/** Free text of hot lists: which prohibited or restricted matter its words name. Facts in `data/hot-list-types.json`. */
import table from './terms/data/hot-list-types.json' with { type: 'json' };

/** The verdict on an entry by the words of one of its texts. */
export interface TextVerdict {
  /** For example `immigration` or `minor_traffic`. */
  readonly kind: string;
  /** One of `drop`, `refuse` and `restrict`. */
  readonly fate: string;
  readonly clause: string;
}

interface Words extends TextVerdict {
  /** True if the words count in notes too, where words like "expired" would say nothing of the list. */
  readonly everywhere: boolean;
  readonly pattern: RegExp;
}

const WORDS: readonly Words[] = table.words.map(({ reason, fate, clause, everywhere, patterns }) => ({
  kind: reason,
  fate,
  clause,
  everywhere,
  pattern: new RegExp(`(?:^| )(?:${patterns.join('|')})(?= |$)`),
}));

const EVERYWHERE = WORDS.filter(({ everywhere }) => everywhere);

/**
 * Returns the first matter that the text names, in the order of the table (the gravest first), or null.
 * @param stated true if the text says what the list or entry is for, so that every group of words counts
 */
export function judgeText(text: string, stated: boolean): TextVerdict | null {
  const words = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim();
  if (words === '') return null;
  for (const { kind, fate, clause, pattern } of stated ? WORDS : EVERYWHERE) {
    if (pattern.test(words)) return { kind, fate, clause };
  }
  return null;
}
