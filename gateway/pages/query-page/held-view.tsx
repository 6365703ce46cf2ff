/** A query that a person reads before anything is released: why, and what happens next. */

import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { isReasonCode, whyHeld } from '../../../sharing-rules/terms/reasons.ts';
import type { HeldAnswer } from '../../query/query.schema.ts';
import { Alert } from '../layout/alert.tsx';
import { withFullStop } from '../layout/first-upper.ts';
import { Time } from '../layout/time.tsx';
import type { Shown, Visit } from '../serve/page.ts';
import { inPage, ReasonList } from './reason-list.tsx';
import { ReceiptLink } from './receipt-link.tsx';
import { AskAgain } from './shown-form.tsx';
import { StatedIncident } from './stated-incident.tsx';

export const heldAddress = (queryId: string) => `/query/held/${encodeURIComponent(queryId)}`;

/** Says why a person reads it; the steps below say the rest of what the API says to a program. */
function whyRead({ detail, reasons }: HeldAnswer): string {
  const why = new Set(
    reasons.flatMap((one) => (isReasonCode(one.code) ? [whyHeld({ ...one, code: one.code })] : [])),
  );
  if (why.size === 0) return inPage(detail);
  return `a person reads this query first, since ${[...why].join(', and since ')}`;
}

/** Shows it; the form as it was filled in is one link away, if the session still has it. */
export function showHeld(held: HeldAnswer, { typed }: Pick<Visit, 'typed'>): Shown {
  return {
    title: 'Held query',
    scripts: ['turn-held.js'],
    body: (
      <>
        <HeldView held={held} />
        {typed.has('purpose') ? <AskAgain id={held.queryId} /> : null}
      </>
    ),
  };
}

/** True where somebody is missing or in danger, and the purpose for which nothing waits is another one. */
function mayBeUrgent({ receipt }: HeldAnswer): boolean {
  const { purpose } = JSON.parse(receipt.asker.detail) as { readonly purpose: Purpose };
  const { code, incident } = purpose;
  const isOfPerson = incident?.kind === 'missing_person' || incident?.kind === 'endangered_person';
  return code === 'missing_endangered' || (isOfPerson && code !== 'exigent_life_safety');
}

function HeldView({ held }: { readonly held: HeldAnswer }) {
  const { expiresAt, queryId, reasons, receipt } = held;
  return (
    <>
      <Alert kind="info" heading="Held for a reviewer">
        <p id="held" data-held={queryId}>
          Nothing is released yet: {withFullStop(whyRead(held))}
        </p>
        <ol>
          <li>A reviewer of the owner reads your query, with what you stated.</li>
          <li>
            If it is approved, this page shows the reads. They appear by themselves; without scripts,{' '}
            <a href={heldAddress(queryId)}>look again</a>. You may leave: the query stays in{' '}
            <a href="/query/held">your held queries</a>.
          </li>
          <li>
            If it is refused, this page says so.
            {expiresAt === undefined ? null : (
              <>
                {' '}
                If nobody has decided by <Time at={expiresAt} />, ask the query again.
              </>
            )}
          </li>
        </ol>
        {mayBeUrgent(held) ? <p>If a life is in danger now, ask again as Immediate danger to life.</p> : null}
      </Alert>
      <StatedIncident receipt={receipt} />
      <h2>Why</h2>
      <ReasonList reasons={reasons} />
      <ReceiptLink receipt={receipt} />
      <p>
        <a href="/query">Ask for other reads</a>.
      </p>
    </>
  );
}
