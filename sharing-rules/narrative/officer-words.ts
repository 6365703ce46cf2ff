/**
 * What is written for an officer's name or id and is none: `Lopez stalking my ex`. A word alone may be somebody's name,
 * and offices are read elsewhere (`officer-office.ts`); what several words say together is nobody's.
 */
import { WORDS } from './lexicon.ts';
import type { Match } from './match-phrases.ts';
import type { Tokens } from './tokens.ts';

const CODES: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);
/** Of the personal ones: the others are what people are called, Judge and Tenant and Curious. */
const OWN = 'own_or_family';

/** Surnames, and Vietnamese and Korean names that sound otherwise: Mỹ Vân, Mi Son. */
const NAMES: ReadonlySet<string> = new Set(['ice', 'ero', 'van', 'son', 'cat']);

/** Whether a match in a name or an id states a prohibited purpose. */
export function statesPurpose({ words }: Tokens, { meaning, start, end }: Match): boolean {
  if (meaning.kind !== 'term' || end - start < 2) return false;
  const { code, detail, effect } = meaning.finding;
  if (effect !== 'deny' || !(CODES.has(code) || detail === OWN)) return false;
  // `I-247` is an id, too: a letter and a number.
  return words.slice(start, end).every((id) => {
    const word = WORDS[id] as string;
    return word.length > 1 && !NAMES.has(word);
  });
}
