/**
 * Which crime a mistyped word was meant to say: `wtarr`, `rode rage`. The answer asks it back; only what is then
 * written out states an event, since a guess could let a query pass.
 */
import type { FoundWords } from '../../terms/decision.ts';
import { distance } from '../../text/edit-distance.ts';
import frequent from '../vocabulary/frequent-crimes.json' with { type: 'json' };

const CRIMES = frequent.words.split(' ').map((crime) => crime.replaceAll('_', ' '));
const SINGLE: readonly string[] = CRIMES.filter((crime) => !crime.includes(' '));
const SEVERAL: readonly string[] = CRIMES.filter((crime) => crime.includes(' '));

/** Shorter words are one slip away from too many. */
const SHORTEST = 4;
/** From this length two typing errors are forgiven, below it one. */
const LONG = 7;
/** A reason that says nothing is short: further words are not looked at. */
const LOOKED_AT = 12;
/** More than these are not a slip. */
const MOST = 3;

/** `wtarr` is one error away from `warr`, as `warrant` is cut short. */
function isBeginning(word: string, crime: string): boolean {
  return [-1, 0, 1].some((more) => {
    const length = word.length + more;
    return length >= SHORTEST && length < crime.length && distance(word, crime.slice(0, length), 1) <= 1;
  });
}

/** The crime that is nearest to a word, the first of the list where several are. */
function meantBy(word: string, isRead: boolean): string | undefined {
  if (word.length < SHORTEST) return undefined;
  const within = (limit: number) => SINGLE.find((crime) => distance(word, crime, limit) <= limit);
  const isCut = (crime: string) => !isRead && word.length > SHORTEST && isBeginning(word, crime);
  return within(1) ?? (word.length < LONG ? undefined : within(2)) ?? SINGLE.find(isCut);
}

/** A word that is not in any list. */
export interface Place extends Pick<FoundWords, 'start' | 'end'> {
  /** Whether it was read as another word: `trafic` is no `trafficking` cut short. */
  readonly isRead: boolean;
}

/** Of several words, one of which is mistyped. */
function phrasesIn(text: string): Omit<FoundWords, 'field'>[] {
  const words = [...text.matchAll(/[a-z]+/g)].slice(0, LOOKED_AT);
  return words.flatMap(({ index: start }, at) =>
    SEVERAL.flatMap((crime) => {
      const last = words[at + crime.split(' ').length - 1];
      if (last === undefined) return [];
      const end = last.index + last[0].length;
      const typed = text.slice(start, end);
      return distance(typed, crime, 1) === 1 ? [{ words: typed, start, end, meant: crime }] : [];
    }),
  );
}

/**
 * The words of a field that may be a crime mistyped, each with the crime.
 *
 * @param text as `normalise` returns it
 * @param unlisted places of words that no list has, in their order
 */
export function askBack(field: string, text: string, unlisted: readonly Place[]): FoundWords[] {
  const singles = unlisted.slice(0, LOOKED_AT).flatMap(({ start, end, isRead }) => {
    const word = text.slice(start, end);
    const meant = meantBy(word, isRead);
    return meant === undefined ? [] : [{ words: word, start, end, meant }];
  });
  return [...phrasesIn(text), ...singles].slice(0, MOST).map((one) => ({ field, ...one }));
}
