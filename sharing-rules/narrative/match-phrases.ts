/** Finds the listed words, phrases and deeds in a text, and drops what an honest phrase explains. */
import { DEEDS } from './events.ts';
import { DEEDS_BY_OBJECT, DEEDS_BY_VERB, LEMMAS, LONGEST_PHRASE, phrases } from './lexicon.ts';
import type { Tokens } from './tokens.ts';
import { eventMeaning, type Meaning } from './vocabulary.ts';

/** A listed word or phrase at a place of the text; `end` is exclusive. */
export interface Match {
  readonly meaning: Meaning;
  readonly start: number;
  readonly end: number;
  /** True if a word of it was corrected, joined or read from other signs: then it tells no event. */
  readonly isGuess: boolean;
}

/** The codes for which alone a crime joined to them is not part of their honest phrase. */
const GRAVE: ReadonlySet<string> = new Set(['narrative_immigration', 'narrative_protected_health']);

const NONE: readonly Meaning[] = [];

/** The furthest end of a phrase from each token; 0 if none begins there. */
type Spans = Int32Array;

interface Found {
  readonly matches: Match[];
  readonly spared: Spans;
  readonly emptied: Spans;
}

/** Returns true if a longer phrase covers it: a listed phrase as long as the honest one stays. */
function isInside({ start, end }: Match, spans: Spans): boolean {
  for (let from = start; from > start - LONGEST_PHRASE; from--) {
    const to = spans[from] ?? 0;
    if (to >= end && to - from > end - start) return true;
  }
  return false;
}

const lemmaAt = (words: readonly number[], at: number) => LEMMAS[words[at] as number] as number;

function findAll({ words, sentences, afterFor, afterStop, inCaseNumber, isWritten }: Tokens): Found {
  const count = words.length;
  const firsts = phrases();
  const found: Found = { matches: [], spared: new Int32Array(count), emptied: new Int32Array(count) };
  for (let start = 0; start < count; start++) {
    let node = firsts[lemmaAt(words, start)];
    let isGuess = false;
    for (let end = start + 1; node !== undefined; end++) {
      isGuess ||= isWritten[end - 1] === false;
      for (const meaning of node.meanings ?? NONE) {
        if (meaning.kind === 'spare' || meaning.kind === 'empty') {
          // An honest phrase is one thought: `assist ICE. Cream Corolla` has none.
          if (sentences[start] !== sentences[end - 1]) continue;
          // `stolen Kona for ICE` is not `kona ice truck`.
          if (meaning.kind === 'spare' && afterFor.slice(start + 1, end).includes(true)) continue;
          // `robbery unit` is a unit, but `robbery at the unit` a robbery.
          if (meaning.kind === 'empty' && afterStop.slice(start + 1, end).includes(true)) continue;
          (meaning.kind === 'spare' ? found.spared : found.emptied)[start] = end;
        } else if (end > start + 1 || !inCaseNumber.has(start)) {
          found.matches.push({ meaning, start, end, isGuess });
        }
      }
      node = end < count ? node.next?.get(lemmaAt(words, end)) : undefined;
    }
  }
  return found;
}

/** The events that each deed tells if the text speaks of a case: `dragging a suitcase` is not a crime. */
const TOLD = DEEDS.map(({ families, isTold }) => families.map((family) => eventMeaning(family, !isTold)));
/** The most words that may stand between a deed and what it is done to. */
const BETWEEN = 2;

/** Finds a deed and its object in one clause: `smashed the rear window`, `window was smashed`. */
function findDeeds({ clauses, isWritten, words }: Tokens): Match[] {
  const found: Match[] = [];
  for (let at = 0; at < words.length; at++) {
    const id = words[at] as number;
    const verbs = DEEDS_BY_VERB[id];
    if (verbs === undefined) continue;
    const last = Math.min(words.length - 1, at + BETWEEN + 1);
    for (let other = Math.max(0, at - BETWEEN - 1); other <= last; other++) {
      const objects = DEEDS_BY_OBJECT[lemmaAt(words, other)];
      if (objects === undefined || other === at || clauses[other] !== clauses[at]) continue;
      const [start, end] = at < other ? [at, other + 1] : [other, at + 1];
      const isGuess = !(isWritten[at] && isWritten[other]);
      for (const deed of verbs) {
        if (!objects.includes(deed)) continue;
        for (const meaning of TOLD[deed] ?? []) found.push({ meaning, start, end, isGuess });
      }
    }
  }
  return found;
}

/**
 * Drops phrases as in `illegal entry home invasion`: two thoughts, where `illegal entry home` would be one. A
 * phrase that a crime leads out of explains nothing, unless it tells one itself: `illegal dumping mattress`.
 */
function dropRunOn({ matches, spared }: Found): void {
  const grave = matches.filter(({ meaning }) => meaning.kind === 'term' && GRAVE.has(meaning.finding.code));
  if (grave.length === 0) return;
  const events = matches.filter(({ meaning }) => meaning.kind === 'event');
  for (const { start, end } of events) {
    for (let from = start - 1; from > start - LONGEST_PHRASE; from--) {
      const to = spared[from] ?? 0;
      if (to <= start || to >= end) continue;
      const isInside = (one: Match) => one.start >= from && one.end <= to;
      if (grave.some(isInside) && !events.some((one) => isInside(one) && one.end === to)) spared[from] = 0;
    }
  }
}

export function matchPhrases(tokens: Tokens): Match[] {
  const found = findAll(tokens);
  found.matches.push(...findDeeds(tokens));
  dropRunOn(found);
  const { matches, spared, emptied } = found;
  return matches.filter((match) => {
    if (match.meaning.kind === 'term') return !isInside(match, spared);
    const says = match.meaning.kind === 'event' || match.meaning.kind === 'weak';
    return !says || !isInside(match, emptied);
  });
}
