/** What a logged decision rested on and said, from its details, after these were held against the public entry. */
import { hash } from 'node:crypto';
import type { Decision, DecisionInput } from '../../../sharing-rules/terms/decision.ts';
import type { withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { saltedHash } from '../../audit/log-entry.ts';
import type { LoggedDecision } from './logged-decisions-store.ts';

/** A decision in the form in which it is logged: without the words that its reasons are about. */
export interface SaidDecision extends Pick<Decision, 'effect' | 'obligations'> {
  readonly reasons: ReturnType<typeof withoutWords>;
}

export interface Question {
  readonly input: DecisionInput;
  readonly isDryRun: boolean;
}

/** A decision that can be taken again. */
export interface Replayable extends Question {
  readonly index: number;
  readonly revision: string;
  readonly logged: SaidDecision;
}

/**
 * `details_erased`: with their day, as the policy has it. `missing`: somebody removed details that must still be kept.
 * `altered`: they are not those that the entry commits to. `input_missing`: they do not say on what it rested.
 */
export type Unreadable = 'details_erased' | 'missing' | 'altered' | 'input_missing';

export function readDetail({
  commitment,
  details,
  effect,
  index,
  kind,
}: LoggedDecision): Replayable | Unreadable {
  if (details === 'erased') return 'details_erased';
  if (details === 'missing') return 'missing';
  const { asker, owner } = details;
  const committed = hash('sha256', Buffer.concat([saltedHash(asker), saltedHash(owner)]), 'base64');
  if (committed !== commitment) return 'altered';
  const { input, obligations, rulesRevision } = JSON.parse(owner.detail);
  const { reasons } = JSON.parse(asker.detail);
  if (typeof rulesRevision !== 'string' || typeof input !== 'object' || input === null)
    return 'input_missing';
  const logged = { effect, reasons, obligations };
  return { index, revision: rulesRevision, input, isDryRun: kind === 'dry_run', logged };
}
