/** What a check says: what would be decided, and why. No reads were looked for. */
import { Alert } from '../layout/alert.tsx';
import type { DryRunAnswer } from './answers.ts';
import { ReasonList } from './reason-list.tsx';
import { ReceiptLink } from './receipt-link.tsx';

const WOULD = {
  permit: { kind: 'success', heading: 'This would be permitted' },
  review: { kind: 'info', heading: 'This would be held for a reviewer' },
  deny: { kind: 'warning', heading: 'This would be refused' },
} as const;

export function CheckView({ checked: { effect, reasons, receipt } }: { readonly checked: DryRunAnswer }) {
  return (
    <Alert {...WOULD[effect]}>
      <p>
        No reads were looked for. Quotas, and whether officers are suspended, are only judged with a query.
      </p>
      {reasons.length === 0 ? null : <ReasonList reasons={reasons} />}
      <ReceiptLink receipt={receipt} />
    </Alert>
  );
}
