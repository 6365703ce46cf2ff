/**
 * Policy 420.4: whether a narrative says what happened. Vague reasons are how searches without a purpose were hidden
 * (`inv`, `asdf`, a number, a plate, a name), so they refuse; what hints at an event, or is merely not understood, is held
 * for a person, and where it may be a crime mistyped, the answer asks it back.
 */
import type { Finding, FoundWords } from '../terms/decision.ts';
import { type Reading, wordsOf } from './find-terms.ts';
import { ROLES, WORDS } from './lexicon.ts';
import type { Match } from './match-phrases.ts';
import type { Tokens } from './tokens.ts';

/** The length up to which unlisted words are initials, codes or noise. */
const NOISE = 3;

/** The number of words that say nothing from which a narrative counts as told; fewer if some are unknown. */
const FULL_SENTENCE = 8;
const UNFAMILIAR_SENTENCE = 4;

/** The detail of `asylum hearing no show`, `migrants`: a person reads it beside a crime, alone it is none. */
const TOLD_ALONE = 'immigration_matter';

/** The code for another agency's case, which is for a person, whatever is told of it. */
const AGENCY = 'narrative_federal_assist';

/** The most crimes asked back; more are not a slip. */
const MOST_ASKED_BACK = 3;

const ROW_RUN = 4;
const KEYBOARD_ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'poiuytrewq', 'lkjhgfdsa', 'mnbvcxz'];

function runsAlongKeyboard(word: string): boolean {
  for (let at = 0; at + ROW_RUN <= word.length; at++) {
    if (KEYBOARD_ROWS.some((row) => row.includes(word.slice(at, at + ROW_RUN)))) return true;
  }
  return false;
}

/** Returns true for keys hit at random: no vowel, six consonants in a row, few letters, or a keyboard run. */
export function isMash(word: string): boolean {
  return (
    !/[aeiouy]/.test(word) || /[^aeiouy]{6}/.test(word) || new Set(word).size <= 2 || runsAlongKeyboard(word)
  );
}

function vague(effect: Finding['effect'], detail: string): Finding {
  return { code: 'purpose_vague', effect, detail };
}

interface Roles {
  investigation: number;
  plain: number;
  ranks: number;
  names: number;
  codes: number;
}

function countRoles({ words }: Tokens): Roles {
  const roles: Roles = { investigation: 0, plain: 0, ranks: 0, names: 0, codes: 0 };
  for (const id of words) {
    const role = ROLES[id];
    if ((WORDS[id] as string) < 'a') roles.codes++;
    else if (role === 'investigation') roles.investigation++;
    else if (role === 'rank') roles.ranks++;
    else if (role === 'name') roles.names++;
    else roles.plain++;
  }
  return roles;
}

/** Finds mistyped or joined words that may have meant crimes, about which the answer asks back. */
function askedBack(reading: Reading, guesses: readonly Match[]): FoundWords[] {
  const asked = new Map<number, FoundWords>();
  for (const guess of guesses) {
    const words = wordsOf(reading, guess);
    const meant = reading.tokens.words.slice(guess.start, guess.end).map((id) => WORDS[id] as string);
    if (guess.isGuess && !asked.has(words.start))
      asked.set(words.start, { ...words, meant: meant.join(' ') });
  }
  return [...asked.values()].slice(0, MOST_ASKED_BACK);
}

/**
 * Tells what makes the justification vague, or null if it states an event or holds a finding of its own.
 * @param guesses events that are not written whole, or of everyday words in a text that speaks of no case
 */
export function judgeVagueness(reading: Reading, guesses: readonly Match[]): Finding | null {
  const { matches, tokens } = reading;
  if (matches.some(({ meaning }) => meaning.kind === 'event')) return null;
  const terms = matches.flatMap(({ meaning }) => (meaning.kind === 'term' ? [meaning] : []));
  const isToldAlone = terms.some(({ finding }) => finding.detail === TOLD_ALONE);
  if (isToldAlone) return vague(guesses.length > 0 ? 'review' : 'deny', 'no_event');
  // A term that is harmless beside an event says nothing without one: `insurance`, `custody`, `clinic`.
  if (terms.some(({ finding, withEvent }) => withEvent.effect !== 'note' || finding.code === AGENCY))
    return null;
  const asked = askedBack(reading, guesses);
  if (asked.length > 0) return { ...vague('review', 'did_you_mean'), found: asked };
  if (guesses.length > 0 || matches.some(({ meaning }) => meaning.kind === 'weak'))
    return vague('review', 'no_event');
  return sayingNothing(tokens, terms.length > 0);
}

/** @param isObjected whether the lists object to something: beside it, an unfamiliar word is not enough */
function sayingNothing(tokens: Tokens, isObjected: boolean): Finding {
  const { investigation, plain, ranks, names, codes } = countRoles(tokens);
  const words = tokens.unknown.filter((word) => word.length > NOISE && !isMash(word));
  // A person judges if a long enough text is a reason, the sooner if some of it was not understood.
  if (plain + words.length >= (words.length > 0 ? UNFAMILIAR_SENTENCE : FULL_SENTENCE))
    return vague('review', 'no_event');
  const isNamed = names > 0 || ranks > 0;
  if (words.length > 0 && plain > 0 && !isNamed && !isObjected) return vague('review', 'no_event');
  if (investigation > 0) return vague('deny', 'investigation_only');
  // `Det. Kowalski`: a rank and one or two words more are a person.
  if (words.length > 0 && isNamed) return vague('deny', 'name_only');
  if (names > 0 && plain === 0) return vague('deny', 'name_only');
  if (plain + ranks > 0) return vague('deny', 'nothing_stated');
  if (codes > 0 && tokens.unknown.length === 0) return vague('deny', 'number_or_plate_only');
  // A word that nobody knows may be a crime that no list names; keys hit at random are not.
  return words.length > 0 && !isObjected ? vague('review', 'no_event') : vague('deny', 'unreadable');
}
