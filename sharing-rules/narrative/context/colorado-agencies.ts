/**
 * Whether the agency that words name is one of Colorado's police, whose crime it may be as well (Policy 420.7). Which
 * agency works the case is noted in the decision; an agency of elsewhere, or none by name, is for a person to judge.
 */
import table from '../vocabulary/colorado-agencies.json' with { type: 'json' };
import { clauseAround } from './clause-around.ts';

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const NAMES = setOf(table.names);
const PLACES = setOf(table.places);
const POLICE = setOf(table.police);
const ELSEWHERE = setOf(table.elsewhere);
/** `other agency assist: Lochbuie PD`: whose case it is, is said behind. */
const UNNAMED = setOf('other outside another neighboring different allied partner agency agencies mutual');
const BEHIND = 40;
const DISTRICT = /\b\d{1,2}(?:st|nd|rd|th) (?:jd|judicial)\b/;
/** `18th Judicial` and the district behind it. */
const NUMBERED = /\b\d{1,2}(?:st|nd|rd|th) (?:jd|judicial)$/;
const COUNTIES =
  /\b(?:adams|arapahoe|denver|jefferson|jeffco|boulder|broomfield|weld|douglas|larimer) (?:co(?:unty)?|da)\b/;

const COUNTY = setOf('co county');

/** Of one to three words, as a place stands in the list: `fort_collins`. */
function hasPlace(words: readonly string[], at: number): boolean {
  // `Sedgwick Co SO`, `Mesa Co SO`
  const isCounty = COUNTY.has(words[at - 1] as string);
  const before = isCounty ? at - 1 : at;
  return [1, 2, 3].some((length) => {
    const place = words.slice(Math.max(0, before - length), before).join('_');
    return PLACES.has(place) || (isCounty && PLACES.has(`${place}_county`));
  });
}

function isNamedBehind(text: string): boolean {
  const words = text.match(/[a-z0-9']+/g) ?? [];
  if (words.some((word) => ELSEWHERE.has(word))) return false;
  return (
    hasPlace(words.slice(0, 1), 1) ||
    words.slice(0, 2).some((word) => NAMES.has(word)) ||
    words.slice(0, 4).some((word, at) => POLICE.has(word) && hasPlace(words, at))
  );
}

/** @param text as `normalise` returns it, in which the agency's words stand at a place */
export function isOfColorado(text: string, start: number, end: number): boolean {
  const { before, after } = clauseAround(text, start, end);
  const own = text.slice(start, end).match(/[a-z0-9']+/g) ?? [];
  if (own.some((word) => UNNAMED.has(word))) return isNamedBehind(text.slice(end, end + BEHIND));
  const words = [...before.slice(-3), ...own, ...after.slice(0, 3)];
  if (words.some((word) => ELSEWHERE.has(word))) return false;
  const near = words.join(' ');
  if (own.some((word) => /^(?:da|das|district|prosecutor)$/.test(word)))
    return (
      NUMBERED.test(before.join(' ')) ||
      DISTRICT.test(text.slice(start)) ||
      COUNTIES.test(near) ||
      words.some((word) => NAMES.has(word))
    );
  return (
    words.some((word, at) => NAMES.has(word) || (POLICE.has(word) && hasPlace(words, at))) ||
    (own.length === 2 && PLACES.has(own[1] as string)) ||
    hasPlaceBehind(words)
  );
}

/** `assist Fort Collins with a homicide`, `AOA Westminster`. */
function hasPlaceBehind(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      /^(?:assist|asst|aoa|oaa|helping|assisting|oja|ojassist)$/.test(word) &&
      [1, 2, 3].some((length) => PLACES.has(words.slice(at + 1, at + 1 + length).join('_'))),
  );
}
