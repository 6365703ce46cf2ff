/**
 * Judges a query by its words alone and by its incident, offline: by all rules, as asked by an agency in good standing.
 * The answer holds no plate, no name and no word of the query.
 */
import { decide } from '../../../sharing-rules/decide.ts';
import { missingFacts } from '../../../sharing-rules/incident/missing-facts.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { AgencyClass } from '../../../sharing-rules/terms/agency-classes.ts';
import { EFFECTS, type Effect } from '../../../sharing-rules/terms/decision.ts';
import type { Query } from '../../../sharing-rules/terms/query.ts';
import { type PublicReason, publicReasons } from '../../../sharing-rules/terms/reasons.ts';
import { GatewayError } from '../../faults/errors.ts';
import { parsedBody } from '../../http/parse-body.ts';
import { inGoodStanding, SOMEBODY } from '../good-standing.ts';
import { queryOf } from '../parse-query.ts';
import { validateQuery } from '../query.schema.ts';

interface Answered {
  readonly effect: Effect;
  readonly reasons: readonly PublicReason[];
}

/** Tells what becomes of one body. */
export type Tried =
  | { readonly line: number; readonly malformed: string }
  | {
      readonly line: number;
      readonly purpose: string;
      /** The answer to its words alone. */
      readonly before: Answered;
      /** The answer with its incident; null where it states none. */
      readonly after: Answered | null;
      /** Names what it lacks to state one; null where its purpose takes none. */
      readonly missing: readonly string[] | null;
    };

/** @param body as it was sent to `POST /v1/queries` @param now ms since the epoch */
export function tryBody(
  body: Buffer,
  line: number,
  { agencyClass, now }: { agencyClass: AgencyClass; now: number },
): Tried {
  let query: Query;
  try {
    query = queryOf(parsedBody(body, validateQuery), now);
  } catch (error) {
    if (error instanceof GatewayError) return { line, malformed: error.message };
    throw error;
  }
  const { incident, ...words } = query.purpose;
  return {
    ...{ line, purpose: query.purpose.code },
    before: answer({ ...query, purpose: words }, agencyClass),
    after: incident === undefined ? null : answer(query, agencyClass),
    missing: missingFacts(query.purpose),
  };
}

function answer(given: Query, agencyClass: AgencyClass): Answered {
  const query = { onBehalfOf: SOMEBODY, ...given };
  const findings = screen(query.purpose, agencyClass);
  const { effect, reasons } = decide({ ...inGoodStanding(query, agencyClass), query, findings });
  return { effect, reasons: publicReasons(reasons) };
}

export interface Sum {
  readonly queries: number;
  readonly malformed: number;
  readonly before: Readonly<Record<Effect, number>>;
  readonly after: Readonly<Record<Effect, number>> & {
    /** Their purpose takes an incident, and they state none. */
    readonly toState: number;
    /** Their purpose takes none: they are judged as before. */
    readonly takesNone: number;
  };
}

export function sumOf(all: readonly Tried[]): Sum {
  const judged = all.flatMap((one) => ('malformed' in one ? [] : [one]));
  const without = judged.filter(({ after }) => after === null);
  return {
    queries: all.length,
    malformed: all.length - judged.length,
    before: counted(judged.map(({ before }) => before)),
    after: {
      ...counted(judged.flatMap(({ after }) => after ?? [])),
      toState: without.filter(({ missing }) => missing !== null).length,
      takesNone: without.filter(({ missing }) => missing === null).length,
    },
  };
}

function counted(answers: readonly Answered[]): Readonly<Record<Effect, number>> {
  const of = (effect: Effect) => answers.filter((one) => one.effect === effect).length;
  return Object.fromEntries(EFFECTS.map((effect) => [effect, of(effect)])) as Record<Effect, number>;
}
