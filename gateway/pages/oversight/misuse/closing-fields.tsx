/** Asks the Chief for what closes a report of misuse, or several at once: a note, and one press on the outcome. */
import type { ReportOutcome } from '../../../../sharing-rules/terms/statuses.ts';
import { TextArea } from '../../layout/fields.tsx';
import type { Fields } from '../../serve/page.ts';

const OUTCOME_NAMES: Readonly<Record<ReportOutcome, string>> = {
  founded: 'Founded',
  unfounded: 'Unfounded',
  refused_nothing_left: 'Refused, nothing left',
};

/** Returns the name within a sentence. */
export function outcomeInWords(outcome: string | null): string {
  return (OUTCOME_NAMES[outcome as ReportOutcome] ?? outcome ?? '').toLowerCase();
}

interface ClosingFieldsProps {
  /** Those with which it may be closed. */
  readonly outcomes: readonly ReportOutcome[];
  readonly typed: Fields;
}

export function ClosingFields({ outcomes, typed }: ClosingFieldsProps) {
  return (
    <>
      <TextArea
        name="note"
        label="Note"
        required
        hint="What was found, and what followed. It is kept in the log; write no plates and no names."
        value={typed.get('note') ?? ''}
      />
      <div class="acts">
        {outcomes.map((outcome, at) => (
          <button
            key={outcome}
            type="submit"
            name="outcome"
            value={outcome}
            class={`usa-button${at === 0 ? ' usa-button--secondary' : ''}`}
          >
            {OUTCOME_NAMES[outcome]}
          </button>
        ))}
      </div>
    </>
  );
}

/** Returns the closing as the API takes it. */
export const closingOf = (typed: Fields) => ({
  outcome: typed.get('outcome') ?? '',
  note: typed.get('note') ?? '',
});
