/** Every reason the rules can give: the clause it enforces, and what an honest officer can change. */
import table from './data/reasons.json' with { type: 'json' };
import { type Finding, REASON_CODES, type Reason, type ReasonCode } from './decision.ts';

interface Entry {
  readonly clause: string;
  /** What the code says, for the guide. */
  readonly means: string;
  /** What to change. */
  readonly sentence: string;
  /** Where a detail asks for another step. */
  readonly details?: Readonly<Record<string, string>>;
  /** Of what can be held: why a person looks at it first. */
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

/** What the outside sees of a reason: whether the answer denies or holds is said once, beside all of them. */
export type PublicReason = Omit<Reason, 'effect' | 'found'>;

export function publicReasons(reasons: readonly Reason[]): PublicReason[] {
  return reasons.map(({ effect: _, found: __, ...shown }) => shown);
}

/** With the words that made them, of reasons that were kept without. @param findings of the same query */
export function withWords(reasons: readonly Reason[], findings: readonly Finding[]): readonly Reason[] {
  return reasons.map((given) => {
    const same = findings.find(
      ({ code, detail, effect }) => code === given.code && detail === given.detail && effect === given.effect,
    );
    return same?.found === undefined ? given : { ...given, found: same.found };
  });
}

/** As they are logged and kept: beside the query itself, no words of it are named. */
export function withoutWords(reasons: readonly Reason[]): Omit<Reason, 'found'>[] {
  return reasons.map(({ found: _, ...logged }) => logged);
}

/** Whether the table has it: an answer may come from a gateway with newer rules. */
export function isReasonCode(code: unknown): code is ReasonCode {
  return typeof code === 'string' && Object.hasOwn(TABLE, code);
}

/** What the code says, and the clause that it enforces. */
export function meaningOf(code: ReasonCode): { readonly means: string; readonly clause: string } {
  const { clause, means } = TABLE[code];
  return { means, clause };
}

/** One sentence for the officer who was refused: what to change. Says nothing of the case itself. */
export function sentence({ code, detail = '' }: Pick<Reason, 'code' | 'detail'>): string {
  const { details, sentence } = TABLE[code];
  return details?.[variantOf(detail)] ?? sentence;
}

/** What stands before the facts of the case, e.g. `drop_down` of `drop_down: immigration_civil`. */
function variantOf(detail: string): string {
  return detail.split(':')[0] as string;
}

/** Why a person looks at the query first, as what follows `since` in a sentence for the officer. */
export function whyHeld({ code, detail = '' }: Pick<Reason, 'code' | 'detail'>): string {
  const { held } = TABLE[code];
  return held?.details?.[variantOf(detail)] ?? held?.sentence ?? 'a rule of the policy asks for it';
}

const PASSING: ReadonlySet<string> = new Set<ReasonCode>(['sharing_halted', 'grant_not_started']);

/** Whether nothing of the query has to change: what stands against it is over some day, as its sentence says. */
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

/** Without the words that are missing only because the incident, which would stand for them, contradicts itself. */
export function withoutEffects<T extends { readonly code: string; readonly detail?: string }>(
  reasons: readonly T[],
): readonly T[] {
  if (!reasons.some(({ code }) => code === 'incident_contradiction')) return reasons;
  return reasons.filter((one) => !isMissingPart(one) || one.detail !== 'justification');
}
