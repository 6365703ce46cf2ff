/** Asks the Chief for what closes a report of misuse, or several at once. */
import { REPORT_OUTCOMES } from '../../../../sharing-rules/terms/statuses.ts';
import { Select, TextArea } from '../../layout/fields.tsx';
import type { Fields } from '../../serve/page.ts';

export function ClosingFields({ typed }: { readonly typed: Fields }) {
  return (
    <>
      <Select
        name="outcome"
        label="Outcome"
        empty="Choose"
        required
        choices={REPORT_OUTCOMES.map((value) => ({ value, name: value }))}
        value={typed.get('outcome') ?? ''}
      />
      <TextArea
        name="note"
        label="Note"
        required
        hint="What was found, and what followed. It is kept in the log; write no plates and no names."
        value={typed.get('note') ?? ''}
      />
    </>
  );
}

/** Returns the closing as the API takes it. */
export const closingOf = (typed: Fields) => ({
  outcome: typed.get('outcome') ?? '',
  note: typed.get('note') ?? '',
});
