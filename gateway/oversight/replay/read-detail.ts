/** Reads from the details what a decision rested on and said, once they are compared with the log. */
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { findContradictions } from '../../audit/kept/find-contradictions.ts';
import type { KeptEntry } from '../../audit/kept/kept-entries-store.ts';
import { parseDetail } from '../../audit/kept/parse-detail.ts';
import { lacksDetails } from '../held/hold-against-log.ts';

/** A decision in the form in which it is logged: without the words that its reasons are about. */
export interface SaidDecision extends Pick<Decision, 'effect' | 'obligations'> {
  readonly reasons: ReturnType<typeof withoutWords>;
}

/** A decision that can be taken again. */
export interface Replayable {
  readonly entry: KeptEntry;
  readonly revision: string;
  readonly input: DecisionInput;
  readonly isDryRun: boolean;
  readonly logged: SaidDecision;
}

/**
 * The reason: `details_erased`: with their day, by policy. `missing`: somebody removed details that must be
 * kept. `altered`: what is kept contradicts the log. `input_missing`: the details lack the decision's input.
 */
export type Unreadable = 'details_erased' | 'missing' | 'altered' | 'input_missing';

/** Returns null for an unaltered entry that is not a decision, and so cannot be taken again. */
export function readDetail(entry: KeptEntry, now: number): Replayable | Unreadable | null {
  const { kept, said } = entry;
  if (findContradictions(entry).length > 0) return 'altered';
  if (lacksDetails(entry, now)) return 'missing';
  if (said.effect === null) return null;
  if (kept === null) return 'details_erased';
  const { input, obligations, rulesRevision } = parseDetail(kept.owner.detail);
  const { reasons } = parseDetail(kept.asker.detail);
  if (typeof rulesRevision !== 'string' || typeof input !== 'object' || input === null)
    return 'input_missing';
  const logged = { effect: said.effect, reasons, obligations } as SaidDecision;
  const isDryRun = said.kind === 'dry_run';
  return { entry, revision: rulesRevision, input: input as DecisionInput, isDryRun, logged };
}
