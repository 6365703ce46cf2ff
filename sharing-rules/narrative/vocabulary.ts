/** Reads the lists that people maintain (`terms/`, `vocabulary/`) into one list of entries. Throws at start on a bad list. */
import type { Finding, ReasonCode } from '../terms/decision.ts';
import { REASON_CODES } from '../terms/decision.ts';
import administrativeProcess from './terms/administrative-process.json' with { type: 'json' };
import federalAssist from './terms/federal-assist.json' with { type: 'json' };
import immigration from './terms/immigration.json' with { type: 'json' };
import minorTraffic from './terms/minor-traffic.json' with { type: 'json' };
import personal from './terms/personal.json' with { type: 'json' };
import pretext from './terms/pretext.json' with { type: 'json' };
import protectedClass from './terms/protected-class.json' with { type: 'json' };
import protectedHealth from './terms/protected-health.json' with { type: 'json' };
import events from './vocabulary/events.json' with { type: 'json' };
import honest from './vocabulary/honest-phrases.json' with { type: 'json' };
import weak from './vocabulary/weak-words.json' with { type: 'json' };

type Effect = Finding['effect'];

/** What a word or phrase of the lists stands for. */
export type Meaning =
  /**
   * A finding; `withEvent` is its effect where the narrative says what happened. What a person of a crime may be or own
   * (a tenant, an expired tag) is then held at least; what is grave is denied whatever happened.
   */
  | { readonly kind: 'term'; readonly finding: Finding; readonly withEvent: Finding }
  /** Says what happened: a family of `events.json`. */
  | { readonly kind: 'event'; readonly family: string }
  /** Hints at what happened. */
  | { readonly kind: 'weak' }
  /** An honest collocation: terms inside it are not what they look like. */
  | { readonly kind: 'spare' }
  /** Events inside it are not events (the name of a unit, a model of car). */
  | { readonly kind: 'empty' };

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
    readonly terms: readonly string[];
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

/** C.R.S. 24-74-103, SB25-129: no event beside them makes a person look. */
const GRAVE: ReadonlySet<string> = new Set([
  'narrative_immigration',
  'narrative_protected_health',
  'judicial_process_administrative',
]);

/** Every phrase that a pattern stands for: `a|b` is one of several words, a trailing `?` makes a word optional. */
export function expandPattern(pattern: string): string[][] {
  let phrases: string[][] = [[]];
  for (const part of pattern.split(' ')) {
    const optional = part.endsWith('?');
    const words = (optional ? part.slice(0, -1) : part).split('|');
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

/** The entries of a list of terms. Throws on a list that says what cannot be. */
export function termEntries(list: TermList): Entry[] {
  const code = reasonCode(list.code);
  return list.groups.flatMap(({ detail, effect, withEvent, terms }) => {
    // INVARIANT: what denies is never let pass beside any other word; else adding text could win a query.
    if (effect === 'deny' && withEvent !== undefined && (withEvent !== 'review' || GRAVE.has(code)))
      throw new Error(`group \`${detail}\` denies and has \`withEvent\` of \`${withEvent}\``);
    const finding = { code, effect: effectOf(effect), detail };
    const meaning: Meaning = {
      kind: 'term',
      finding,
      withEvent: { ...finding, effect: effectOf(withEvent ?? effect) },
    };
    return plainEntries(terms, meaning);
  });
}

function plainEntries(patterns: readonly string[], meaning: Meaning): Entry[] {
  return patterns.flatMap(expandPattern).map((words) => ({ words, meaning }));
}

/** All entries of all lists. */
export function readEntries(): Entry[] {
  const entries = TERM_LISTS.flatMap(termEntries);
  for (const [family, patterns] of Object.entries(events.families)) {
    entries.push(...plainEntries(patterns, { kind: 'event', family }));
  }
  entries.push(...plainEntries(weak.terms, { kind: 'weak' }));
  entries.push(...plainEntries(honest.phrases, { kind: 'spare' }));
  entries.push(...plainEntries(honest.emptying, { kind: 'empty' }));
  return entries;
}
