/** What differs between a decision as it was logged and as it was taken again: codes alone, since all else may be personal. */
import { canonicalJson } from '../../audit/canonical-json.ts';
import type { SaidDecision } from './read-detail.ts';

/** Equal codes on both sides: a clause, a detail or a limit differs. */
export interface Changed {
  readonly logged: readonly string[];
  readonly replayed: readonly string[];
}

/** What differs, and nothing that does not. */
export type Differences = { readonly [Part in (typeof PARTS)[number]]?: Changed };

const PARTS = ['effect', 'reasons', 'obligations'] as const;

/** Null where nothing differs. */
export function compareDecisions(logged: SaidDecision, replayed: SaidDecision): Differences | null {
  const differing = PARTS.filter((part) => textOf(logged[part]) !== textOf(replayed[part]));
  if (differing.length === 0) return null;
  return Object.fromEntries(
    differing.map((part) => [part, { logged: codesOf(logged[part]), replayed: codesOf(replayed[part]) }]),
  );
}

/** A detail is whatever was kept: a member that is not there differs from every other. */
function textOf(part: SaidDecision[(typeof PARTS)[number]] | undefined): string {
  return canonicalJson(part ?? null);
}

function codesOf(part: SaidDecision[(typeof PARTS)[number]] | undefined): string[] {
  if (part === undefined) return [];
  return typeof part === 'string' ? [part] : part.map(({ code }) => code);
}
