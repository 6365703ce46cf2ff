/** Words that are slang, shop talk, weather or letters of another office: `dealing ice`, `road covered in ice`, `red flag ERO`. */
import table from '../vocabulary/frames.json' with { type: 'json' };
import type { Clause } from './clause-around.ts';
import { setOf } from './word-set.ts';

const ICE = /^i\.?c\.?e/;
const DRUGS = setOf(table.drugs);
/** `ICE vehicle, not EV`: of internal combustion. */
const ENGINE = /^i\.?c\.?e\.? (?:vehicle|vehicles|car|truck|engine|engines|powered|sedan|suv)\b/;
const OTHER_ENGINE = /\b(?:evs?|electric|hybrid|combustion|gas)\b/;
const ENGINE_REACH = 36;
/** `ice/heroin`: a stroke ends a clause, and joins what is sold together. */
const JOINED_BEFORE = /([a-z]+) ?[/+&] ?$/;
const JOINED_BEHIND = /^ ?[/+&] ?([a-z]+)/;
/** `wanted for distribution of ice`: a word for dealing stands just before it. */
const DEALT =
  /\b(?:dist|distrib|distro|distribution|distributing|sales?|selling|poss|possession|pwid|bags?|lbs?|oz|ounces?|grams?|kilos?) (?:of )?$/;
/** `DHS (human services) reports child abducted`: of human services, which look after children and the old. */
const DHS = /d\.?h\.?s/;
const CARE =
  /\b(?:child|children|kids?|foster|elders?|elderly|neglect|abuse|human|caseworker|case worker|custody|welfare|supervised|infant|baby|parents?|cps|aps)\b/;
/** `red flag ERO`, `extreme risk order (ERO)`: of a court, about firearms (C.R.S. 13-14.5-103 to -105). */
const ERO = /^e\.?r\.?o\.?$/;
const RISK = /\b(?:extreme risk|red flag|respondent|e\.?r\.?o\.? (?:served|viol|violation))\b/;
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
  return ICE.test(text.slice(start, end)) && DEALT.test(text.slice(Math.max(0, start - ENGINE_REACH), start));
}

/** `DHS removal, grandma took the baby`: of human services. */
const OF_CHILDREN =
  /\b(?:child|children|kids?|foster|infant|baby|grandma|grandmother|grandpa|cps|caseworker)\b/;
/** `ICE contact is his daughter`: in case of emergency. */
const IN_EMERGENCY = /^ contact (?:is|was|saw|says|said|number|phone|listed)\b/;

/** Whether the letters are of another office or meaning, also where something is asked for or held. */
export function isOfOthers(text: string, start: number, end: number): boolean {
  const around = text.slice(Math.max(0, start - ENGINE_REACH), end + ENGINE_REACH);
  const words = text.slice(start, end);
  return (
    (ERO.test(words) && RISK.test(around)) ||
    (DHS.test(words) && OF_CHILDREN.test(around)) ||
    (ICE.test(words) && IN_EMERGENCY.test(text.slice(end)))
  );
}

/** `dealing ice and fentanyl`, `ice/heroin`, `ICE vehicle not EV`, `road covered in ice`, `alien head decal`. */
export function isSlang(text: string, start: number, end: number, { before, after }: Clause): boolean {
  const near = text.slice(Math.max(0, start - ENGINE_REACH), start);
  const behind = text.slice(end, end + ENGINE_REACH);
  const isSold =
    DRUGS.has(before.findLast((word) => !AND.has(word)) ?? JOINED_BEFORE.exec(near)?.[1]) ||
    DRUGS.has(after.find((word) => !AND.has(word)) ?? JOINED_BEHIND.exec(behind)?.[1]);
  // `the road was covered in ice`
  const isWeather =
    (COVERED.has(before.at(-1)) && before.some((word) => ROADS.has(word))) || ON_ROAD.test(after.join(' '));
  const isEngine = ENGINE.test(text.slice(start, start + ENGINE_REACH)) && OTHER_ENGINE.test(near + behind);
  const words = text.slice(start, end);
  return (
    (ICE.test(words) && (isSold || isWeather || isEngine)) ||
    (DHS.test(words) && CARE.test(near + behind)) ||
    (ALIEN.test(words) && PICTURES.has(after[0])) ||
    (VISA.test(words) && PAID.test(near + behind))
  );
}
