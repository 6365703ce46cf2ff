/** Reads the lists that people maintain (`terms/`, `vocabulary/`) into one list of entries. Throws at start on a bad list. */
import type { Finding, ReasonCode } from '../terms/decision.ts';
import { REASON_CODES } from '../terms/decision.ts';
import { DEEDS, EVENT_WORDS, formsOf } from './events.ts';
import administrativeProcess from './terms/administrative-process.json' with { type: 'json' };
import federalAssist from './terms/federal-assist.json' with { type: 'json' };
import immigration from './terms/immigration.json' with { type: 'json' };
import minorTraffic from './terms/minor-traffic.json' with { type: 'json' };
import personal from './terms/personal.json' with { type: 'json' };
import pretext from './terms/pretext.json' with { type: 'json' };
import protectedClass from './terms/protected-class.json' with { type: 'json' };
import protectedHealth from './terms/protected-health.json' with { type: 'json' };
import colorado from './vocabulary/colorado-agencies.json' with { type: 'json' };
import common from './vocabulary/common-words.json' with { type: 'json' };
import honest from './vocabulary/honest-phrases.json' with { type: 'json' };
import weak from './vocabulary/weak-words.json' with { type: 'json' };

type Effect = Finding['effect'];

/** The meaning of a word or phrase of the lists. */
export type Meaning =
  /**
   * A finding; `withEvent` is its effect where the narrative says what happened. What a person of a crime may be or own
   * (a tenant, an expired tag) is then held at least; what is grave is denied whatever happened.
   */
  | { readonly kind: 'term'; readonly finding: Finding; readonly withEvent: Finding }
  /**
   * Tells what happened: a family of `events.json`. `isCommon`: only where the text speaks of a case, since it is said of
   * other things, too.
   */
  | EventMeaning
  /** A hint at what happened. */
  | { readonly kind: 'weak' }
  /** An honest collocation: terms inside it are not what they look like. */
  | { readonly kind: 'spare' }
  /** A phrase inside which events are no events (the name of a unit, a model of car). */
  | { readonly kind: 'empty' };

export interface EventMeaning {
  readonly kind: 'event';
  readonly family: string;
  readonly isCommon: boolean;
}

export interface Entry {
  readonly words: readonly string[];
  readonly meaning: Meaning;
}

export interface TermList {
  readonly code: string;
  readonly clause: string;
  readonly groups: readonly {
    readonly detail: string;
    readonly effect: string;
    readonly withEvent?: string;
    readonly words?: string;
    readonly terms?: readonly string[];
  }[];
}

const TERM_LISTS: readonly TermList[] = [
  immigration,
  administrativeProcess,
  protectedHealth,
  personal,
  minorTraffic,
  protectedClass,
  federalAssist,
  pretext,
];

/** The codes for which no event makes a person look (C.R.S. 24-74-103, SB25-129). */
const GRAVE: ReadonlySet<string> = new Set([
  'narrative_immigration',
  'narrative_protected_health',
  'judicial_process_administrative',
]);

/** Returns every phrase of a pattern: `a|b` is one of several words, a trailing `?` makes a word optional. */
export function expandPattern(pattern: string): string[][] {
  // Most stand for themselves alone.
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(pattern)) return [pattern.split(' ')];
  let phrases: string[][] = [[]];
  for (const part of pattern.split(' ')) {
    const optional = part.endsWith('?');
    const words = (optional ? part.slice(0, -1) : part).split('|').flatMap(formsOf);
    if (words.includes('')) throw new Error(`empty alternative in term \`${pattern}\``);
    const longer = phrases.flatMap((phrase) => words.map((word) => [...phrase, word]));
    phrases = optional ? [...phrases, ...longer] : longer;
  }
  return phrases;
}

function reasonCode(code: string): ReasonCode {
  const known = REASON_CODES.find((candidate) => candidate === code);
  if (known === undefined) throw new Error(`unknown reason code \`${code}\` in a term list`);
  return known;
}

function effectOf(effect: string): Effect {
  if (effect === 'deny' || effect === 'review' || effect === 'note') return effect;
  throw new Error(`unknown effect \`${effect}\` in a term list`);
}

/** Returns the entries of a list of terms. Throws on a list that says what cannot be. */
export function termEntries(list: TermList): Entry[] {
  const code = reasonCode(list.code);
  return list.groups.flatMap(({ detail, effect, withEvent, words = '', terms = [] }) => {
    // INVARIANT: what denies is never let pass beside any other word; else adding text could win a query.
    if (effect === 'deny' && withEvent !== undefined && (withEvent !== 'review' || GRAVE.has(code)))
      throw new Error(`group \`${detail}\` denies and has \`withEvent\` of \`${withEvent}\``);
    const finding = { code, effect: effectOf(effect), detail };
    const meaning: Meaning = {
      kind: 'term',
      finding,
      withEvent: { ...finding, effect: effectOf(withEvent ?? effect) },
    };
    return plainEntries([...words.split(' ').filter(Boolean), ...terms], meaning);
  });
}

function plainEntries(patterns: readonly string[], meaning: Meaning): Entry[] {
  return patterns.flatMap(expandPattern).map((words) => ({ words, meaning }));
}

/** The commonest words of English: they are never corrected, and tell no event by themselves. */
export const COMMON: ReadonlySet<string> = new Set(common.words.split(' '));

/** The meanings, one object for each, so that a phrase has it once. */
const eventMeanings = new Map<string, EventMeaning>();
export function eventMeaning(family: string, isCommon: boolean): EventMeaning {
  const key = `${family} ${isCommon}`;
  const known = eventMeanings.get(key) ?? { kind: 'event', family, isCommon };
  eventMeanings.set(key, known);
  return known;
}

function eventEntries(): Entry[] {
  return EVENT_WORDS.flatMap(({ alone, among, families, phrases }) =>
    families.flatMap((family) => [
      ...plainEntries(alone, eventMeaning(family, false)),
      ...plainEntries(among, eventMeaning(family, true)),
      ...phrases.flatMap(expandPattern).map((words) => ({
        words,
        meaning: eventMeaning(
          family,
          words.every((word) => COMMON.has(word)),
        ),
      })),
    ]),
  );
}

/** A deed, or what it is done to, with the event that both tell. */
export interface DeedWord {
  readonly word: string;
  readonly deed: number;
  readonly isVerb: boolean;
}

export const DEED_WORDS: readonly DeedWord[] = DEEDS.flatMap(({ objects, verbs }, deed) => [
  ...verbs.map((word) => ({ word, deed, isVerb: true })),
  ...objects.map((word) => ({ word, deed, isVerb: false })),
]);

const finding = { code: 'narrative_federal_assist', detail: 'other_agency_assist' } as const;
const POLICE: Meaning = {
  kind: 'term',
  finding: { ...finding, effect: 'review' },
  withEvent: { ...finding, effect: 'note' },
};

/**
 * Police of Colorado, whose crime it may be as well (Policy 420.7): beside an event their name is noted, and is not another
 * agency's within it. A place is one of them where it is asked for, or has their kind behind it, and perhaps `county`
 * before that. These phrases are tens of thousands: here are their parts.
 */
export const COLORADO_POLICE = {
  asking: colorado.asking.split('|'),
  places: colorado.places.split(' ').map((place) => place.replaceAll('_', ' ')),
  county: ['county', 'co'],
  kinds: colorado.police.split('|'),
  meanings: [POLICE, { kind: 'spare' }] as readonly Meaning[],
};

/** All entries of all lists; of the phrases of Colorado's police, one for each place. */
export function readEntries(): Entry[] {
  const { asking, places } = COLORADO_POLICE;
  const police = [...colorado.names.split(' '), ...places.map((place) => `${asking[0]} ${place}`)];
  const entries = [...TERM_LISTS.flatMap(termEntries), ...plainEntries(police, POLICE), ...eventEntries()];
  const sections = EVENT_WORDS.flatMap((one) => one.sections);
  entries.push(...plainEntries([...weak.words.split(' '), ...weak.terms, ...sections], { kind: 'weak' }));
  entries.push(...plainEntries(honest.phrases, { kind: 'spare' }));
  entries.push(...plainEntries(honest.emptying, { kind: 'empty' }));
  return entries;
}
