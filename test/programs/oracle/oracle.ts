/**
 * A second reading of the policy, made from its text (design, domain notes, statutes named in each line) and not from
 * the rules. It answers what `decide` must answer; anyone who changes a rule changes the line here on purpose.
 */
import type { DecisionInput, Effect, Obligation } from '../../../sharing-rules/terms/decision.ts';
import { type Facts, factsOf } from './facts.ts';
import { DROP_DOWN } from './reading-of-drop-down.ts';
import { HOW_MUCH } from './reading-of-how-much.ts';
import { INCIDENT, isStated, WORDS_BESIDE } from './reading-of-incident.ts';
import { RIGHT } from './reading-of-right.ts';
import { WHAT_FOR } from './reading-of-what-for.ts';
import { WHO } from './reading-of-who.ts';
import { readWords } from './reading-of-words.ts';

const POLICY = [...WHO, ...RIGHT, ...WHAT_FOR, ...INCIDENT, ...DROP_DOWN, ...HOW_MUCH];

export interface Answer {
  readonly effect: Effect;
  /** `effect code`, each once, sorted. */
  readonly reasons: readonly string[];
  /** Of a permit: what must be done to release. */
  readonly obligations: readonly Obligation[];
}

/** P6, P7, P-19, 24-18-307 (L-10); 7.2 and 17 for danger to life and who is missing: reviewed within a day. */
function owed({ earliest, limits, query }: Facts): readonly Obligation[] {
  const always: readonly Obligation[] = [
    { code: 'verify_before_action' },
    { code: 'not_before', at: earliest },
    { code: 'cap_records', records: Math.min(query.limit, limits.recordsPerQuery) },
    { code: 'omit_images' },
  ];
  const { code, incident } = query.purpose;
  const later: Obligation = { code: 'review_within', hours: 24 };
  if (incident?.kind === 'missing_person' || incident?.vehicle === 'of_missing_person')
    return [...always, { code: 'tell_reporter_nothing' }, later];
  return code === 'exigent_life_safety' ? [...always, later] : always;
}

/** 420.7, P7: of one agency so many queries for reads wait for a reviewer, and no more. Nobody counts in a dry run. */
function isQueueFull({ dataClass, limits, usage }: DecisionInput): boolean {
  if (
    !['reads', 'own'].includes(dataClass) ||
    usage.heldQueries === undefined ||
    limits.heldQueries === undefined
  )
    return false;
  return !(limits.heldQueries > usage.heldQueries);
}

/** A story's words are read a second time, too; of others, the findings are taken as they are. */
function withWords(facts: Facts): Facts {
  const { offensePurposes, stated } = facts;
  const findings = readWords(facts, { isApproved: stated === 'approved', offensePurposes });
  return findings === null ? facts : { ...facts, findings };
}

/** What the policy answers: prohibitions win, a reviewer lifts what was held and nothing else. */
export function consult(input: DecisionInput): Answer {
  const facts = withWords(factsOf(input));
  const reasons = new Set<string>();
  for (const { code, effect, when } of POLICY) if (when(facts)) reasons.add(`${effect} ${code}`);
  for (const { code, detail, effect } of facts.findings) {
    if (effect === 'note') continue;
    // 17: beside an incident words prove nothing, and lose only; what nobody could read may say anything.
    const isOnlyVague = code === 'purpose_vague' && detail !== 'unreadable' && isStated(facts);
    if (!isOnlyVague) reasons.add(`${effect} ${code}`);
    else if (!WORDS_BESIDE.has(facts.query.purpose.code)) reasons.add(`review ${code}`);
    // A line that was asked for is not called vague: what says nothing at all was not understood.
    else if (effect === 'deny' && facts.query.purpose.code !== 'exigent_life_safety')
      reasons.add('review narrative_unread');
  }
  for (const code of input.approval?.lifts ?? []) reasons.delete(`review ${code}`);
  const has = (effect: string) => [...reasons].some((reason) => reason.startsWith(effect));
  if (has('review') && !has('deny') && isQueueFull(input)) reasons.add('deny quota_exceeded');
  const effect = has('deny') ? 'deny' : has('review') ? 'review' : 'permit';
  const all = [...reasons].filter((reason) => effect === 'permit' || !reason.startsWith('note')).sort();
  return { effect, reasons: all, obligations: effect === 'permit' ? owed(facts) : [] };
}
