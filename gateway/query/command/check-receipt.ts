/** Holds an answer to a query against the receipt that it brings, before anything of it is shown. */
import type { Receipt } from '../../audit/receipt.ts';
import { verifyReceipt } from '../../audit-verify/verify-receipt.ts';
import { GatewayProblem } from '../../cli/client/http-client-answer.ts';

interface WithReceipt {
  readonly receipt: Receipt;
  readonly reads?: unknown;
}

/** @throws Error where the receipt does not hold for this very answer */
export async function checkReceipt(answer: WithReceipt, logKey: string): Promise<void> {
  const checked = await verifyReceipt(answer.receipt, logKey, answer.reads, answer);
  if (checked.ok) return;
  if (checked.faults.length === 0) {
    throw new Error(
      `this program is older than the log: it does not know the kind \`${checked.unknownKinds[0]}\` of entry ${checked.index}\n` +
        'next: get the newest release of this program, and ask again with the same key',
    );
  }
  throw new Error(
    `the receipt does not hold: ${checked.faults.join('; ')}\nnext: if the owner has said that the log has a new key, put it into ` +
      '`logKey` of the file of clients; otherwise tell the owner, and use nothing of this answer',
  );
}

export function receiptChecked({ receipt }: WithReceipt): string {
  return `Log entry ${receipt.index}: receipt checked.`;
}

/** Refusals are entries of the log too. Rethrows, with the entry where the answer has one. */
export function checkRefusal(logKey: string) {
  return async (error: unknown): Promise<never> => {
    if (!(error instanceof GatewayProblem)) throw error;
    const { body } = error.answer;
    if (typeof body !== 'object' || body === null || !('receipt' in body)) throw error;
    const answer = body as WithReceipt;
    await checkReceipt(answer, logKey);
    throw new GatewayProblem(`${error.message}\n${receiptChecked(answer)}`, error.answer);
  };
}
