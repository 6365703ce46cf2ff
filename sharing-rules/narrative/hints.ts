/**
 * Signs that a reason nobody can place is a reason all the same: a section of a penal law, the ending of a deed, a
 * crime of a kind that no list names. Such a narrative is held for a person, not refused (Policy 420.4).
 */
import { meaningsOf, ROLES, WORDS } from './lexicon.ts';
import type { Tokens } from './tokens.ts';

/** Abbreviations of penal, vehicle and health codes, of Colorado and of the states whose officers write to it. */
const CODE =
  '(?:c\\.? ?r\\.? ?s|u\\.? ?s\\.? ?c|p\\.?c|c?vc|h&?s|wi|bp|rcw|ilcs|mcl|rsmo|ars|nrs|ors|fss?|ksa|nmsa|penal code)\\.?';
/** Three characters at least: `PC 2` counts something else. */
const SECTION = '[0-9][0-9a-z.:-]{2,11}';
const STATUTE = new RegExp(
  [
    `\\b${CODE} ?§? ?${SECTION}`,
    `\\b${SECTION}(?:\\([0-9a-z]\\)){0,2} ?${CODE}\\b`,
    // Title 18 of Colorado's statutes is its penal code.
    '\\b18-[0-9]{1,2}(?:\\.[0-9])?-[0-9]{3}\\b',
  ].join('|'),
);

/** `poaching`, `defenestration`, `feticide`: what ends so was done by somebody. */
const DEED = /.{3}(?:ing|tion|sion|icide|ism|napped|jacked)$/;

const SHORTEST_CUT = 4;

/** `vanda`, `narcoti`: how a word that says what happened is cut short. */
const CUT_SHORT: ReadonlySet<string> = new Set(
  WORDS.flatMap((word, id) => {
    const isEvent = meaningsOf(id).some(({ kind }) => kind === 'event');
    if (!isEvent) return [];
    return Array.from({ length: word.length - SHORTEST_CUT }, (_, cut) => word.slice(0, SHORTEST_CUT + cut));
  }),
);

/**
 * @param text as `normalise` returns it.
 * @param unfamiliar words that are neither listed nor noise.
 */
export function hintsAtEvent(
  text: string,
  { words, unknown }: Tokens,
  unfamiliar: readonly string[],
): boolean {
  if (STATUTE.test(text)) return true;
  if (unknown.some((word) => CUT_SHORT.has(word))) return true;
  if (unfamiliar.length === 0) return false;
  return unfamiliar.some((word) => DEED.test(word)) || words.some((id) => ROLES[id] === 'plain');
}
