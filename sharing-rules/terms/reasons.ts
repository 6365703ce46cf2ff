/** Every reason the rules can give: the clause it enforces, and what an honest officer can change. */
import table from './data/reasons.json' with { type: 'json' };
import { type Finding, REASON_CODES, type Reason, type ReasonCode } from './decision.ts';

interface Entry {
  readonly clause: string;
  /** The meaning of the code, for the guide. */
  readonly means: string;
  readonly sentence: string;
  /** Other sentences for details that ask for another step. */
  readonly details?: Readonly<Record<string, string>>;
  /** Why a person looks first, for what can be held. */
  readonly held?: Omit<Entry, 'clause' | 'means' | 'held'>;
}

const TABLE: Readonly<Record<ReasonCode, Entry>> = table;

function build(code: ReasonCode, effect: Reason['effect']): Reason {
  return Object.freeze({ code, clause: TABLE[code].clause, effect });
}

// Built once: a refusal in the hot path allocates nothing either.
const DENY = new Map(REASON_CODES.map((code) => [code, build(code, 'deny')]));
const REVIEW = new Map(REASON_CODES.map((code) => [code, build(code, 'review')]));
const BUILT: Readonly<Record<Reason['effect'], ReadonlyMap<ReasonCode, Reason> | null>> = {
  deny: DENY,
  review: REVIEW,
  note: null,
};

/**
 * The frozen reason for `code`. `detail` names the variant; rules with a fixed detail build theirs once, at load.
 * `clause` stands in where the case at hand has a more exact one than the table.
 */
export function reason(code: ReasonCode, effect: Reason['effect'], detail?: string, clause?: string): Reason {
  if (detail === undefined && clause === undefined) {
    const built = BUILT[effect]?.get(code);
    if (built !== undefined) return built;
  }
  const exact = { code, clause: clause ?? TABLE[code].clause, effect };
  return Object.freeze(detail === undefined ? exact : { ...exact, detail });
}

/** A reason as the outside sees it: whether the answer denies or holds is said once, beside all of them. */
export type PublicReason = Omit<Reason, 'effect' | 'found'>;

export function publicReasons(reasons: readonly Reason[]): PublicReason[] {
  return reasons.map(({ effect: _, found: __, ...shown }) => shown);
}

/** Adds the words again to reasons that were kept without them. @param findings of the same query */
export function withWords(reasons: readonly Reason[], findings: readonly Finding[]): readonly Reason[] {
  return reasons.map((given) => {
    const same = findings.find(
      ({ code, detail, effect }) => code === given.code && detail === given.detail && effect === given.effect,
    );
    return same?.found === undefined ? given : { ...given, found: same.found };
  });
}

/** Strips the query's words, since reasons are logged and kept beside the query itself. */
export function withoutWords(reasons: readonly Reason[]): Omit<Reason, 'found'>[] {
  return reasons.map(({ found: _, ...logged }) => logged);
}

/** True if the table has the code: an answer may come from a gateway with newer rules. */
export function isReasonCode(code: unknown): code is ReasonCode {
  return typeof code === 'string' && Object.hasOwn(TABLE, code);
}

export function meaningOf(code: ReasonCode): { readonly means: string; readonly clause: string } {
  const { clause, means } = TABLE[code];
  return { means, clause };
}

/** Returns one sentence for the refused officer, what to change, which says nothing of the case itself. */
export function sentence({ code, detail = '' }: Pick<Reason, 'code' | 'detail'>): string {
  const { details, sentence } = TABLE[code];
  return details?.[variantOf(detail)] ?? sentence;
}

/** Returns the part before the facts of the case, e.g. `drop_down` of `drop_down: immigration_civil`. */
function variantOf(detail: string): string {
  return detail.split(':')[0] as string;
}

/** Returns why a person looks at the query first, to follow `since` in a sentence for the officer. */
export function whyHeld({ code, detail = '' }: Pick<Reason, 'code' | 'detail'>): string {
  const { held } = TABLE[code];
  return held?.details?.[variantOf(detail)] ?? held?.sentence ?? 'a rule of the policy asks for it';
}

const PASSING: ReadonlySet<string> = new Set<ReasonCode>(['sharing_halted', 'grant_not_started']);

/** True if nothing in the query must change: the obstacle will pass with time, as its sentence says. */
export function passes(code: string): boolean {
  return PASSING.has(code);
}

/** True of a part of the purpose that is missing, which a form says at its field: the purpose itself is there. */
export function isMissingPart({
  code,
  detail,
}: {
  readonly code: string;
  readonly detail?: string;
}): boolean {
  return code === 'purpose_missing' && detail !== undefined && detail !== 'code';
}

/** Drops complaints of missing words that are due only to an incident which contradicts itself. */
export function withoutEffects<T extends { readonly code: string; readonly detail?: string }>(
  reasons: readonly T[],
): readonly T[] {
  if (!reasons.some(({ code }) => code === 'incident_contradiction')) return reasons;
  return reasons.filter((one) => !isMissingPart(one) || one.detail !== 'justification');
}
