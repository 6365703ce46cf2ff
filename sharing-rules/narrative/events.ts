/**
 * Makes what tells an event from `events.json`: words, phrases, and deeds with what they are done to, each in its forms.
 * `word+` stands for its plural as well, `deed*` for a verb in its forms, `rob**` doubles its last letter, and
 * `steal*stole,stolen` has a past of its own.
 */
import events from './vocabulary/events.json' with { type: 'json' };

/** A verb or a noun, and whatever it is done to: both orders count, with two words between at most. */
export interface Deed {
  readonly families: readonly string[];
  readonly verbs: readonly string[];
  readonly objects: readonly string[];
  /** True where it tells the event whatever the text speaks of. */
  readonly isTold: boolean;
}

export interface EventWords {
  readonly families: readonly string[];
  /** Words that tell the event wherever they stand. */
  readonly alone: readonly string[];
  /** Words of everyday use, too: they tell the event only if the text speaks of a case. */
  readonly among: readonly string[];
  readonly phrases: readonly string[];
  /** Sections of a penal or vehicle code: they tell it beside the code's name, and else hint at it. */
  readonly sections: readonly string[];
}

const VOWELS = 'aeiou';
const isAfterConsonant = (word: string) => !VOWELS.includes(word.at(-2) ?? '');

function several(noun: string): string {
  if (noun.endsWith('y') && isAfterConsonant(noun)) return `${noun.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
}

function formsOfVerb(verb: string, past: string): string[] {
  const isDoubled = past === '*';
  let root = isDoubled ? verb + verb.charAt(verb.length - 1) : verb;
  if (verb.endsWith('e') && !verb.endsWith('ee')) root = verb.slice(0, -1);
  const regular = verb.endsWith('y') && isAfterConsonant(verb) ? `${verb.slice(0, -1)}ied` : `${root}ed`;
  return [verb, several(verb), `${root}ing`, ...(isDoubled || past === '' ? [regular] : past.split(','))];
}

/** Returns all forms of a word of the lists. */
export function formsOf(word: string): string[] {
  if (word.endsWith('+')) return [word.slice(0, -1), several(word.slice(0, -1))];
  const star = word.indexOf('*');
  return star === -1 ? [word] : formsOfVerb(word.slice(0, star), word.slice(star + 1));
}

const allForms = (list = ''): string[] => list.split(' ').filter(Boolean).flatMap(formsOf);

const CODES = events.codes;

export const DEEDS: readonly Deed[] = events.deeds.map(({ families, objects, verbs, ...rest }) => ({
  families: families.split(' '),
  verbs: allForms(verbs),
  objects: allForms(objects),
  isTold: 'everywhere' in rest,
}));

export const EVENT_WORDS: readonly EventWords[] = Object.entries(
  events.families as Readonly<
    Record<string, { alone?: string; among?: string; phrases?: readonly string[]; sections?: string }>
  >,
).map(([families, { alone, among, phrases = [], sections }]) => ({
  families: families.split(' '),
  alone: allForms(alone),
  among: allForms(among),
  phrases: [
    ...phrases,
    ...allForms(sections).flatMap((section) => [`${CODES} ${section}`, `${section} ${CODES}`]),
  ],
  sections: allForms(sections),
}));
