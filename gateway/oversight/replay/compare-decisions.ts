/** Finds how a decision differs when taken again: codes only, since all else may be personal. */
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { SaidDecision } from './read-detail.ts';

/** The codes on both sides; if they are equal, a clause, a detail or a limit differs. */
export interface Changed {
  readonly logged: readonly string[];
  readonly replayed: readonly string[];
}

/** The parts that differ, and no others. */
export type Differences = { readonly [Part in (typeof PARTS)[number]]?: Changed };

const PARTS = ['effect', 'reasons', 'obligations'] as const;

/** Returns null if nothing differs. */
export function compareDecisions(logged: SaidDecision, replayed: SaidDecision): Differences | null {
  const differing = PARTS.filter((part) => textOf(logged[part]) !== textOf(replayed[part]));
  if (differing.length === 0) return null;
  return Object.fromEntries(
    differing.map((part) => [part, { logged: codesOf(logged[part]), replayed: codesOf(replayed[part]) }]),
  );
}

/** Returns a text to compare. A detail is whatever was kept, so an absent part differs from any other. */
function textOf(part: SaidDecision[(typeof PARTS)[number]] | undefined): string {
  return canonicalJson(part ?? null);
}

function codesOf(part: SaidDecision[(typeof PARTS)[number]] | undefined): string[] {
  if (part === undefined) return [];
  return typeof part === 'string' ? [part] : part.map(({ code }) => code);
}
