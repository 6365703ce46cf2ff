/**
 * Shows what would be decided, and why. No reads were looked for. It does not judge whether words were
 * refused before (design §6): it would tell anybody who types a plate or a case that a colleague was refused
 * for it, and let words be tried until some are taken for new. So it says that it does not; an officer is
 * reminded of her own refusals, which her own list shows her.
 */
import type { ListedRefusal } from '../../query/own/own-refusals.schema.ts';
import type { DryRunAnswer } from '../../query/query.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { Time } from '../layout/time.tsx';
import { inAlert } from './field-faults.ts';
import { refusalAddress } from './own-refusals-page.tsx';
import { ReasonList } from './reason-list.tsx';
import { ReceiptLink } from './receipt-link.tsx';
import { StatedIncident } from './stated-incident.tsx';
import { wordsToState } from './stated-words.tsx';

const WOULD = {
  permit: { kind: 'success', heading: 'This would be permitted' },
  review: { kind: 'info', heading: 'This would be held for a reviewer' },
  deny: { kind: 'warning', heading: 'This would be refused' },
} as const;

interface CheckViewProps {
  readonly checked: DryRunAnswer;
  /** True beside the open form, which has no fields for words that may have been misread. */
  readonly whileTyping?: boolean;
  /** Her own refusal of the last day, for its words, for the same plate or case. */
  readonly refusedBefore?: ListedRefusal | null;
}

export function CheckView({ checked, refusedBefore = null, whileTyping = false }: CheckViewProps) {
  const { effect, reasons, receipt } = checked;
  return (
    <Alert {...WOULD[effect]}>
      <p>
        No reads were looked for. Quotas, whether officers are suspended, whether words for this plate or this
        case were refused within a day, a second case or purpose of the plate, and other facts than those of
        the case’s first incident, are only judged with a query.
      </p>
      {refusedBefore === null ? null : (
        <p>
          Words of <a href={refusalAddress(refusedBefore)}>a query of yours</a> for this plate or this case
          were refused <Time at={refusedBefore.refusedAt} />. For a day, other words, another purpose or other
          facts wait until a reviewer has read them, so Ask will hold this query first.
        </p>
      )}
      {reasons.length === 0 ? null : <ReasonList reasons={inAlert(reasons)} />}
      <StatedIncident receipt={receipt} />
      {whileTyping && wordsToState(reasons).length > 0 ? (
        <p>To say what words are, press Check: the form then asks for it.</p>
      ) : null}
      <ReceiptLink receipt={receipt} />
    </Alert>
  );
}
