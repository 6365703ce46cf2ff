/**
 * Whether a clause tells what somebody pretended to be, or threatened with: `posed as`, `in an ICE vest`, `said he'd
 * have her deported`. What an officer was told by whom is neither.
 */
import table from '../vocabulary/frames.json' with { type: 'json' };
import type { Clause } from './clause-around.ts';
import { setOf } from './word-set.ts';

/** Those that no impostor's claim explains. */
const ASKS = setOf(table.requester.asks);
const IMPOSTOR = setOf(table.impostor);
/** What an impostor wears or shows. */
const PROPS = setOf(table.impostorProps);
const SAYS = setOf(table.says);
const CALLS = setOf(table.calls);
/** Who says nothing to a victim: the asker's side. */
const COLLEAGUES = setOf(table.colleagues);

/** `for fake immigration papers`: the word stands right before what is fake, no matter who asks. */
const FAKE = setOf('fake bogus phony counterfeit forged sham');

const NEAR = 3;
const NEXT = 2;
const OR_ELSE = /\b(?:or|unless|until) (?:i|ill|he|hell|she|they|we|you|v|vic|victim)\b/;

/** `pay or be deported`. */
const OR_BE = /\b(?:pay|leave|work|move|stay|quiet|else|comply) or (?:be|get|face)(?: \w+)?$/;

const SAID_TO_BE = /\b(?:said|says|stated|told) (?:\w+ )?(?:he|she|they|it) (?:was|were|is|are)\b/;

/** What a suspect claims to be: `claims to be w/ ERO`. */
const CLAIMED =
  /\b(?:claim(?:s|ed|ing)?|pretend(?:s|ed|ing)?) (?:to be|he was|she was|they were)(?: (?:with|w|from|an?|the|of))*$/;

/** `vests reading POLICE ICE`. */
const MARKED =
  /\b(?:vests?|jackets?|shirts?|hoodies?|badges?|caps?|hats?)(?: \w+)? (?:reading|read|reads|said|says|saying|marked)(?: police)?$/;

/** `posed as ICE agents`, `a male with ICE vest`, `ICE hold scam`: outweighs what an agency is said to want. */
export function isPretended({ before, after }: Clause): boolean {
  const told = before.join(' ');
  if (FAKE.has(before.at(-1)) || CLAIMED.test(told) || MARKED.test(told)) return true;
  if (before.slice(-NEAR).some((word) => ASKS.has(word))) return false;
  if ([...before, ...after.slice(0, NEAR)].some((word) => IMPOSTOR.has(word))) return true;
  return after.slice(0, NEXT).some((word) => PROPS.has(word)) || SAID_TO_BE.test(told);
}

/** `fakeICE`, `ICEimposter`: the impostor and the agency typed as one word. */
const GLUED = /fake|impost|imperson/;

/** `said he'd phone immigration`, `or I send la migra`: only where nobody near wants anything. */
export function isThreatened(words: string, { before, after }: Clause): boolean {
  if (GLUED.test(words)) return true;
  if (before.some((word) => COLLEAGUES.has(word))) return false;
  if (before.some((word) => SAYS.has(word)) || OR_BE.test(before.join(' '))) return true;
  return before.slice(-NEAR).some((word) => CALLS.has(word)) && OR_ELSE.test([...before, ...after].join(' '));
}
