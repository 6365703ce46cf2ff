/** A query that was refused: each reason in words, and whom to ask. */
import { isReasonCode, sentence } from '../../../sharing-rules/terms/reasons.ts';
import { mendedBySignIn } from '../../../sharing-rules/terms/roles.ts';
import { Alert } from '../layout/alert.tsx';
import { idOf } from '../layout/fields.tsx';
import { asSentence } from '../layout/first-upper.ts';
import type { Problem, ToldReason } from '../serve/problem.ts';
import { fieldsOf, inAlert } from './field-faults.ts';
import { inPage, ReasonList } from './reason-list.tsx';
import { ReceiptLink } from './receipt-link.tsx';
import { StatedIncident } from './stated-incident.tsx';

interface RefusalViewProps {
  readonly problem: Problem;
  readonly contact: string | null;
  /** True if the form stands below, with what was typed. */
  readonly isFormKept: boolean;
}

const HEADINGS: Readonly<Record<number, string>> = {
  403: 'Refused',
  404: 'Not found',
  409: 'Not possible as things stand',
  422: 'Correct what is named here',
  429: 'Too many requests',
};

export function RefusalView({ contact, isFormKept, problem }: RefusalViewProps) {
  const { heading, members, reasons, status } = problem;
  const more = beyondReasons(problem);
  const needsSignIn = mendedBySignIn(reasons.map(({ code }) => code));
  return (
    <Alert kind="error" heading={heading ?? HEADINGS[status] ?? 'The gateway cannot do this now'}>
      {reasons.length === 0 ? null : (
        <ReasonList reasons={inAlert(reasons)} {...(isFormKept && { fieldOf: fieldAtFault })} />
      )}
      <StatedIncident receipt={members.receipt} />
      {more === '' ? null : <p>{asSentence(inPage(more))}</p>}
      {reasons.length > 0 && status === 403 ? <WhomToAsk contact={contact} isFormKept={isFormKept} /> : null}
      {needsSignIn ? (
        <p>
          Next: <a href="/sign-in?return=%2Fquery">sign in again</a>, then send it once more.
        </p>
      ) : null}
      <ReceiptLink receipt={members.receipt} />
      {isFormKept && members.receipt !== undefined ? (
        <p>
          For 7 days it stands in <a href="/query/refused">your refused queries</a>.
        </p>
      ) : null}
    </Alert>
  );
}

function fieldAtFault(reason: ToldReason): string | undefined {
  const [name] = fieldsOf(reason);
  return name && idOf({ name });
}

/** Returns what is said beside the reasons, e.g. how long other words for the same wait for a person. */
function beyondReasons({ detail, reasons: [first] }: Problem): string {
  if (first === undefined || !isReasonCode(first.code)) return detail;
  const said = sentence({ code: first.code, detail: first.detail ?? '' });
  return detail.startsWith(said) ? detail.slice(said.length).replace(/^; /, '') : detail;
}

export function WhomToAsk({ contact, isFormKept }: Pick<RefusalViewProps, 'contact' | 'isFormKept'>) {
  return (
    <p>
      Nothing was released{isFormKept ? ', and what you typed is kept in the form' : ''}. Whom to ask: first
      your agency’s administrator, then the owner’s sharing administrators
      {contact === null ? (
        '.'
      ) : (
        <>
          {' '}
          (<a href={contact}>{contact.replace(/^mailto:/, '')}</a>).
        </>
      )}
    </p>
  );
}
