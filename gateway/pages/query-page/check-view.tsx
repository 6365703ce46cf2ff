/** What a check says: what would be decided, and why. No reads were looked for. */
import type { DryRunAnswer } from '../../query/query.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { ReasonList } from './reason-list.tsx';
import { ReceiptLink } from './receipt-link.tsx';
import { wordsToState } from './stated-words.tsx';

const WOULD = {
  permit: { kind: 'success', heading: 'This would be permitted' },
  review: { kind: 'info', heading: 'This would be held for a reviewer' },
  deny: { kind: 'warning', heading: 'This would be refused' },
} as const;

interface CheckViewProps {
  readonly checked: DryRunAnswer;
  /** Beside the open form, which has no fields for words that may have been misread. */
  readonly whileTyping?: boolean;
}

export function CheckView({ checked: { effect, reasons, receipt }, whileTyping = false }: CheckViewProps) {
  return (
    <Alert {...WOULD[effect]}>
      <p>
        No reads were looked for. Quotas, and whether officers are suspended, are only judged with a query.
      </p>
      {reasons.length === 0 ? null : <ReasonList reasons={reasons} />}
      {whileTyping && wordsToState(reasons).length > 0 ? (
        <p>To say what words are, press Check: the form then asks for it.</p>
      ) : null}
      <ReceiptLink receipt={receipt} />
    </Alert>
  );
}
