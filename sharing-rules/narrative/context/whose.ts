/**
 * Who a word belongs to, where a clause says it in so many words: somebody's work (`works for ICE`, `former Border
 * Patrol agent`), somebody's property (`owned by`), on whom a criminal preys, or what a victim fears or a crime did to
 * her (`causing miscarriage`).
 */

const EMPLOYED =
  /\b(?:works? (?:for|at)|worked (?:for|at|with)|employed (?:by|at|with)|job (?:at|with|w)|retired(?: from)?|former|off duty)(?: (?:the|a|us))?$/;
const OWNED = /\b(?:owned|leased|rented|belonging|belongs)(?: (?:by|to|from))(?: (?:the|a|an))?$/;
const FEARED = /\b(?:fears|feared|fearing|afraid of|scared of)$/;
const CAUSED =
  /\b(?:causing|caused|resulting in|loss of|death of|lost|killed|forced (?:to have|into))(?: (?:the|a|an|her))?$/;
/** `gf's drink with abortion pills`: what somebody was made to swallow. */
const SPIKED = /\b(?:drinks?|food|coffee|tea) (?:w|with)$|\b(?:slipped|spiked|laced)(?: \w+){0,3}$/;

/** `susp targets immigrant families`: on whom a criminal preys. An agency targets as well, so who does must be said. */
const PREYED =
  /\b(?:susps?|suspects?|crew|thieves|thief|robbers?|burglars?|scammers?|males?) (?:targets|targeted|targeting|robs|robbing|robbed|preys on|preyed on|preying on|follows|followed)$/;

/** @param before the words of its clause before it, the nearest last */
export function isToldOfSomebody(before: readonly string[]): boolean {
  const near = before.join(' ');
  return (
    SPIKED.test(near) ||
    EMPLOYED.test(near) ||
    OWNED.test(near) ||
    CAUSED.test(near) ||
    FEARED.test(near) ||
    PREYED.test(near)
  );
}
