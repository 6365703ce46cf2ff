/**
 * The receipt to save. It is in the page itself, so that saving it asks for nothing again, works as long as the page
 * is open, and goes with the page. It holds no read: where `readsHash` is in it, the reads are only named by their hash.
 */
import type { Receipt } from '../../audit/receipt.ts';

interface ReceiptLinkProps {
  readonly receipt: unknown;
  /** The agency whose log it is of. Default: ours. */
  readonly of?: { readonly ori: string; readonly name: string };
}

export function ReceiptLink({ of, receipt }: ReceiptLinkProps) {
  if (typeof receipt !== 'object' || receipt === null) return null;
  const { index } = receipt as Receipt;
  const text = Buffer.from(`${JSON.stringify({ receipt }, null, 2)}\n`).toString('base64');
  return (
    // Paper saves nothing: there the line would only fill a second sheet.
    <p class="no-print">
      <a
        href={`data:application/json;base64,${text}`}
        download={`receipt-${of === undefined ? '' : `${of.ori}-`}${index}.json`}
      >
        {of === undefined ? 'Receipt' : `Receipt of ${of.name}`}
      </a>{' '}
      (log entry {index}): save it, and anyone can <a href="/verify">verify it</a> against the public log
      {of === undefined ? '' : ' of that agency'}.
    </p>
  );
}
