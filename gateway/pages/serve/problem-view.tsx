/** Shows what went wrong, above a form or alone: each reason with its code, its clause, and what to do. */
import { isReasonCode, sentence } from '../../../sharing-rules/terms/reasons.ts';
import { Alert } from '../layout/alert.tsx';
import { asSentence } from '../layout/first-upper.ts';
import { inLabels } from './field-labels.ts';
import { type Problem, type ToldReason, wantsSignIn } from './problem.ts';

interface ProblemViewProps {
  readonly problem: Problem;
  /** The address of the page, to come back to after a sign-in. */
  readonly at: string;
}

const HEADINGS: Readonly<Record<number, string>> = {
  403: 'Refused',
  404: 'Not found',
  409: 'Not possible as things stand',
  412: 'Somebody else changed it in the meantime',
  422: 'Correct what is named here',
  429: 'Too many requests',
};

/** The words with which the API sends a program to its reasons, which stand below here. */
const SEE_REASONS = /: see `reasons`$/;

/** Says what to change: to an officer as the API said it, else as the table of reasons has it. */
export function whatToDo({ code, detail = '', whatToDo: told }: ToldReason): string | null {
  return told ?? (isReasonCode(code) ? sentence({ code, detail }) : null);
}

function WhatToDo(reason: ToldReason) {
  const told = whatToDo(reason);
  return told === null ? null : <p>{asSentence(told)}</p>;
}

export function ProblemView({ at, problem }: ProblemViewProps) {
  const { detail, heading, reasons, status } = problem;
  return (
    <Alert kind="error" heading={heading ?? HEADINGS[status] ?? 'The gateway cannot do this now'}>
      <p>{asSentence(inLabels(detail.replace(SEE_REASONS, '')))}</p>
      {reasons.length === 0 ? null : (
        <ul>
          {reasons.map((reason) => (
            <li key={reason.code}>
              <code>{reason.code}</code>
              {reason.clause === undefined ? '' : ` (${reason.clause})`}
              {reason.detail === undefined ? '' : `: ${reason.detail}`}
              <WhatToDo {...reason} />
            </li>
          ))}
        </ul>
      )}
      {wantsSignIn(problem) ? (
        <p>
          This takes a sign-in with a second factor that is not older than 15 minutes. Next:{' '}
          <a href={`/sign-in?return=${encodeURIComponent(at)}`}>sign in again</a>, then send it once more.
        </p>
      ) : null}
    </Alert>
  );
}
