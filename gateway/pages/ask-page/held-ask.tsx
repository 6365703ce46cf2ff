/** Says that our own rules hold a question: nothing has left. */
import { Alert } from '../layout/alert.tsx';
import { ReasonList } from '../query-page/reason-list.tsx';
import { ReceiptLink } from '../query-page/receipt-link.tsx';
import type { ToldReason } from '../serve/problem.ts';

interface HeldAskProps {
  /** The answer of the API. */
  readonly held: unknown;
  /** The id in the page's address. */
  readonly id: string | undefined;
}

export function HeldAsk({ held, id }: HeldAskProps) {
  const { reasons = [], receipt } = held as {
    readonly reasons?: readonly ToldReason[];
    readonly receipt?: unknown;
  };
  return (
    <>
      <Alert kind="info" heading="Held for a reviewer">
        <p>
          Nothing has left, and no agency was asked: a reviewer of our own reads the question first. Then{' '}
          <a href={`/query/asked/${encodeURIComponent(id ?? '')}`}>look again</a>: what was approved is asked
          then.
        </p>
      </Alert>
      <h2>Why</h2>
      <ReasonList reasons={reasons} />
      <ReceiptLink receipt={receipt} />
      <p>
        <a href="/query">Ask for other reads</a>.
      </p>
    </>
  );
}
