/** Letters of another office or meaning: human services (DHS), a court's order (ERO), in case of emergency (ICE). */

/** The Department of Human Services, not Homeland Security. */
const DHS = /d\.?h\.?s/;
/** `DHS (human services) reports child abducted`: whom human services look after. */
const CARE =
  /\b(?:child|children|kids?|foster|elders?|elderly|neglect|abuse|human|caseworker|case worker|custody|welfare|supervised|infant|baby|parents?|cps|aps)\b/;
/** `DHS removal, grandma took the baby`: fewer words, since they count even where something is asked for. */
const OF_CHILDREN =
  /\b(?:child|children|kids?|foster|infant|baby|grandma|grandmother|grandpa|cps|caseworker)\b/;
/** `red flag ERO`, `extreme risk order (ERO)`: of a court, about firearms (C.R.S. 13-14.5-103 to -105). */
const ERO = /^e\.?r\.?o\.?$/;
const RISK = /\b(?:extreme risk|red flag|respondent|e\.?r\.?o\.? (?:served|viol|violation))\b/;
const ICE = /^i\.?c\.?e/;
/** `ICE contact is his daughter`: in case of emergency. */
const IN_EMERGENCY = /^ contact (?:is|was|saw|says|said|number|phone|listed)\b/;

/** Characters around the letters. */
const REACH = 36;

function aroundOf(text: string, start: number, end: number): string {
  return text.slice(Math.max(0, start - REACH), end + REACH);
}

/** Whether the letters are of another office or meaning, also where something is asked for or held. */
export function hasOtherMeaning(text: string, start: number, end: number): boolean {
  const around = aroundOf(text, start, end);
  const words = text.slice(start, end);
  return (
    (ERO.test(words) && RISK.test(around)) ||
    (DHS.test(words) && OF_CHILDREN.test(around)) ||
    (ICE.test(words) && IN_EMERGENCY.test(text.slice(end)))
  );
}

/** Whether the letters are of human services, by more words: to be asked only where nobody wants the query. */
export function isOfHumanServices(text: string, start: number, end: number): boolean {
  return DHS.test(text.slice(start, end)) && CARE.test(aroundOf(text, start, end));
}
