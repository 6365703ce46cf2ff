/** Whether a clause tells whom something befell: a victim, or what a crime was done to. */
import table from '../vocabulary/frames.json' with { type: 'json' };
import type { Clause } from './clause-around.ts';
import { setOf, type Words } from './word-set.ts';

const VICTIM = setOf(table.victim);
/** `undocumented victim`: what is directly said of one; a `v` alone is many things. */
const VICTIMS = setOf('victim victims vict vic vics witness witnesses complainant survivor survivors');
const SUSPECT = setOf(table.suspect);
const BEFALLEN = setOf(table.victimAfter);
const DEED = setOf(table.victimVerbs);
/** From a crime to its victim or place. */
export const LINK = setOf(table.victimLinks);

const NEAR = 3;
/** `immigration papers and passport stolen from`. */
const TAKEN_FROM = /^(?:\w+ ){0,5}(?:stolen|taken) (?:from|by)\b/;

/** The last words before it that are in the set and have none of the others behind them. */
function lastOf(words: readonly string[], set: Words): number {
  return words.findLastIndex((word) => set.has(word));
}

/** `$90k from immigrant families`: of whom money was taken. */
const PAID_BY = /\b(?:\d+k?|cash|money|savings|deposits?) (?:(?:stolen|taken) )?from(?: \w+)?$/;

/** `provider of gender care is the victim`: said behind. */
const IS_VICTIM = /^(?:\w+ )?(?:is|was) (?:(?:a|the|our) )?(?:victim|vict|vic|witness)\b/;

/** `agents personal gun stolen`, `officer off duty carjacked`: whose the word is, and what befell it. */
const OF_VICTIM =
  /^(?:agents?|officers?|guards?|employees?|staff)(?: (?:off|duty|personal|take|home|rental|own|gun|rifle|badge|laptop|window|house|car|truck|veh|vehicle))* (?:stolen|stln|carjacked|robbed|assaulted|stabbed|attacked|smashed|broken)\b/;

/** `forced abortion pill in drink`; what was slipped to somebody, see `whose.ts`. */
const FORCED_ON = /\b(?:forced|drugged)(?: (?:her|him|gf|girlfriend|wife|vic|victim|an?))*(?: with| w)?$/;
const IS_A_DRUG = /^(?:pills?|meds?|drugs?|in|into)\b/;
/** `abortion pill slipped to gf`: said behind. */
const PUT_BEHIND =
  /^(?:pills? )?(?:slipped|forced|put) (?:to|in|into) (?:(?:her|his|the) )?(?:drink|food|tea|coffee|gf|girlfriend|vic|victim)\b/;
/** `abortion pills pkg stolen`. */
const SENT_AND_TAKEN =
  /^(?:pills? |meds? )?(?:pkg|package|parcel|delivery|mail)s? (?:porch )?(?:stolen|stln|theft|thft)\b/;
/** `immigration files and safe taken`. */
const FILED_AND_TAKEN =
  /^(?:files?|papers|paperwork|documents|docs|records|forms) (?:(?!must|be|to|should)\w+ ){0,3}(?:stolen|taken)\b/;

function isDoneTo({ before, after }: Clause): boolean {
  const behind = after.join(' ');
  return (
    (FORCED_ON.test(before.join(' ')) && IS_A_DRUG.test(behind)) ||
    [OF_VICTIM, PUT_BEHIND, SENT_AND_TAKEN, FILED_AND_TAKEN].some((pattern) => pattern.test(behind))
  );
}

/** `missing foster kid, mom deported`: of a victim's family. */
const FAMILY = /\b(?:mom|mother|dad|father|parents?) (?:was |were |got )?$/;
const SENT_AWAY = /^deported\b/;

export function isOfFamily(words: string, { before }: Clause): boolean {
  return SENT_AWAY.test(words) && FAMILY.test(`${before.join(' ')} `);
}

export function isVictim(word: string): boolean {
  return VICTIM.has(word);
}

/** Whether a victim or witness is told of, and no suspect behind. */
export function isOfVictim({ before, after }: Clause): boolean {
  return (
    lastOf(before, VICTIM) > lastOf(before, SUSPECT) ||
    after.slice(0, 2).some((word) => VICTIMS.has(word)) ||
    IS_VICTIM.test(after.join(' '))
  );
}

/** `repo agent dragged`: it befell whom the next words name. */
export function isHurt({ after }: Clause): boolean {
  return after.slice(0, NEAR).some((word) => BEFALLEN.has(word));
}

export function befell({ before, after }: Clause): boolean {
  const deed = lastOf(before, DEED);
  const between = before.slice(deed + 1);
  return (
    isHurt({ before, after }) ||
    isDoneTo({ before, after }) ||
    TAKEN_FROM.test(after.join(' ')) ||
    PAID_BY.test(before.join(' ')) ||
    isOfVictim({ before, after }) ||
    (deed > -1 && (between.length === 0 || between.some((word) => LINK.has(word))))
  );
}
