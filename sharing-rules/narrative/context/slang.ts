/** Words that are slang, shop talk or weather: `dealing ice`, `road covered in ice`, `ICE vehicle, not EV`. */
import table from '../vocabulary/frames.json' with { type: 'json' };
import type { Clause } from './clause-around.ts';
import { setOf } from './word-set.ts';

const ICE = /^i\.?c\.?e/;
const DRUGS = setOf(table.drugs);
/** `ICE vehicle, not EV`: of internal combustion. */
const ENGINE = /^i\.?c\.?e\.? (?:vehicle|vehicles|car|truck|engine|engines|powered|sedan|suv)\b/;
const OTHER_ENGINE = /\b(?:evs?|electric|hybrid|combustion|gas)\b/;
/** Characters around the word. */
const REACH = 36;
/** `ice/heroin`: a stroke ends a clause, and joins what is sold together. */
const JOINED_BEFORE = /([a-z]+) ?[/+&] ?$/;
const JOINED_BEHIND = /^ ?[/+&] ?([a-z]+)/;
/** `wanted for distribution of ice`: a word for dealing stands just before it. */
const DEALT =
  /\b(?:dist|distrib|distro|distribution|distributing|sales?|selling|poss|possession|pwid|bags?|lbs?|oz|ounces?|grams?|kilos?) (?:of )?$/;
const ROADS = setOf('road roads roadway street highway lot intersection bridge pavement sidewalk driveway');
const COVERED = setOf('in with by on');
/** `ice on the road`. */
const ON_ROAD = /^on (?:the )?(?:rd|roads?|roadway|street|hwy|highway|bridge|lot)\b/;
const AND = setOf('of and');
/** `alien head decal`: from another planet. */
const ALIEN = /^aliens?$/;
const PICTURES = setOf(
  'sticker stickers costume decal decals doll head heads hood mask tat tattoo tattoos toy toys figurine plush poster',
);
/** `Visa fraud, stolen credit cards`: of payment. */
const VISA = /^visa(?: fraud| check)?$/;
const PAID =
  /\b(?:ccs?|cards?|credit|debit|walmart|target|stores?|charges?|purchases?|gift|transactions?|mastercard|cashier)\b/;

/** Whether the word is the drug, by the word just before it, even where somebody is wanted for it. */
export function isDealt(text: string, start: number, end: number): boolean {
  return ICE.test(text.slice(start, end)) && DEALT.test(text.slice(Math.max(0, start - REACH), start));
}

/** `dealing ice and fentanyl`, `ice/heroin`, `ICE vehicle not EV`, `road covered in ice`, `alien head decal`. */
export function isSlang(text: string, start: number, end: number, { before, after }: Clause): boolean {
  const near = text.slice(Math.max(0, start - REACH), start);
  const behind = text.slice(end, end + REACH);
  const isSold =
    DRUGS.has(before.findLast((word) => !AND.has(word)) ?? JOINED_BEFORE.exec(near)?.[1]) ||
    DRUGS.has(after.find((word) => !AND.has(word)) ?? JOINED_BEHIND.exec(behind)?.[1]);
  // `the road was covered in ice`
  const isWeather =
    (COVERED.has(before.at(-1)) && before.some((word) => ROADS.has(word))) || ON_ROAD.test(after.join(' '));
  const isEngine = ENGINE.test(text.slice(start, start + REACH)) && OTHER_ENGINE.test(near + behind);
  const words = text.slice(start, end);
  return (
    (ICE.test(words) && (isSold || isWeather || isEngine)) ||
    (ALIEN.test(words) && PICTURES.has(after[0])) ||
    (VISA.test(words) && PAID.test(near + behind))
  );
}
