/** What went wrong, above a form or alone: each reason with its code, its clause, and what to do. */
import { Alert } from '../layout/alert.tsx';
import { type Problem, wantsSignIn } from './problem.ts';

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

export function ProblemView({ at, problem }: ProblemViewProps) {
  const { detail, reasons, status } = problem;
  return (
    <Alert kind="error" heading={HEADINGS[status] ?? 'The gateway cannot do this now'}>
      <p>{detail}</p>
      {reasons.length === 0 ? null : (
        <ul>
          {reasons.map((reason) => (
            <li key={reason.code}>
              <code>{reason.code}</code>
              {reason.clause === undefined ? '' : ` (${reason.clause})`}
              {reason.detail === undefined ? '' : `: ${reason.detail}`}
              {reason.whatToDo === undefined ? null : <p>{reason.whatToDo}</p>}
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
