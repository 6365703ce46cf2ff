/** What is denied of a case: `no crash`, `not immigration related`, `ICE is not a factor`. */
import table from '../vocabulary/frames.json' with { type: 'json' };
import { type Clause, clauseAround } from './clause-around.ts';
import { setOf } from './word-set.ts';

const NEGATION = setOf(table.negation);
const FILL = setOf(table.negationFill);
const OR = setOf('or nor');
/** `no immigration status`: what is lacked is said, not denied. */
const LACKED = setOf(table.lacked);

/** `not immigration related`, `neg for ICE`, `not for ICE or immigration`: a few small words may stand between. */
export function isNegated(before: readonly string[]): boolean {
  let at = before.length - 1;
  // What `or` joins is denied together.
  if (OR.has(before[at])) at -= 2;
  while (FILL.has(before[at])) at--;
  return NEGATION.has(before[at]);
}

/** `immigration not involved`, `ICE is not a factor`. */
const DENIED_BEHIND = new RegExp(
  `^(?:status )?(?:(?:is|was) not|not|isnt|wasnt)(?: an?| the| at)? (?:${table.concerns.replaceAll(' ', '|')})\\b`,
);

const AGENCY = '(?:ice|hsi|cbp|ero|dhs|uscis)';
const LETTERS = new RegExp(`^${AGENCY}$`);
const JOINED = new RegExp(`\\b(?:no|not|non|without|wo)(?: for)? ${AGENCY}/$`);
/** `imm status n/a`, whose slash ends the clause. */
const NOT_APPLICABLE = /^ (?:status|rumor|info|exp) (?:is )?n\/a\b/;

/** Whether a denial reaches the words over a slash: `no ICE/HSI`, `not for ICE/HSI`, `imm status n/a`. */
export function isDeniedWith(text: string, start: number, end: number): boolean {
  const isJoined = LETTERS.test(text.slice(start, end)) && JOINED.test(text.slice(0, start));
  return isJoined || NOT_APPLICABLE.test(text.slice(end));
}

/** `imm status na`, `visa rumor irrelevant`. */
const OF_NO_CONCERN = /^(?:status|rumor|info|exp) (?:is )?(?:na|irrelevant|not relevant)$/;

/** Longer than the words that may stand between. */
const DENIED_REACH = 40;
const ANY_NEGATION = new RegExp(`\\b(?:${table.negation.replaceAll(' ', '|')})\\b`);

/** Whether what stands at a place is denied by a word just before it. */
export function isDenied(text: string, start: number): boolean {
  // `neg homicide` is negligent, and `neg for homicide` none.
  if (text.startsWith('neg for ', start)) return true;
  const near = text.slice(Math.max(0, start - DENIED_REACH), start);
  return ANY_NEGATION.test(near) && isNegated(clauseAround(text, start, start).before);
}

/** `do not share w ICE`, `immig status not asked`. */
const NOT_SHARED = /\bnot (?:to )?(?:be )?(?:share|shared) (?:w|with)$/;
const NOT_ASKED = /^(?:status )?(?:was )?not (?:asked|needed|relevant)\b/;

/** `real ICE says not theirs`: an agency says that somebody is not of theirs. */
const DISOWNED = /^(?:says?|said|confirms?|confirmed) (?:its |it is |they are |theyre )?not (?:theirs|them)$/;

/** Whether what stands there is denied in its clause, before it or behind it. */
export function isDeniedAround({ before, after }: Clause): boolean {
  const behind = after.join(' ');
  return (
    (isNegated(before) && !LACKED.has(after[0])) ||
    NOT_SHARED.test(before.join(' ')) ||
    [DENIED_BEHIND, OF_NO_CONCERN, NOT_ASKED, DISOWNED].some((pattern) => pattern.test(behind))
  );
}
