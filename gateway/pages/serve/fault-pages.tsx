/** Shows pages for when there is nothing else to show: no right, an end, something broken. */
import type { Request } from 'express';
import type { VNode } from 'preact';
import { type AdministrativeAction, whoMay } from '../../../sharing-rules/terms/roles.ts';
import { NoAnswer } from '../../cli/client/http-client-answer.ts';
import { GatewayError } from '../../faults/errors.ts';
import { Alert } from '../layout/alert.tsx';
import { Document, type SignedInShell } from '../layout/document.tsx';
import { firstUpper, withFullStop } from '../layout/first-upper.ts';
import type { Fields } from './page.ts';
import { PageProblem, type Problem } from './problem.ts';
import { ProblemView } from './problem-view.tsx';

interface PlaceProps {
  readonly at: string;
}

/** Carries the text in the page itself: the server has no session to keep it in. */
function Carried({ fields }: { readonly fields: Iterable<readonly [name: string, value: string]> }) {
  return (
    <>
      {[...fields].map(([name, value], index) => (
        <input key={index} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

export function EndedPage({ at, typed }: PlaceProps & { readonly typed: Fields }) {
  const kept = [...typed].filter(([name]) => name !== 'token' && name !== 'key');
  return (
    <Document title="Your session has ended" at={at} signedIn={null}>
      <Alert kind="error">
        <p>
          Nothing was done. Your session ended after 30 minutes without use, or because access was changed.
          What you typed is kept on this page.
        </p>
        <ol>
          <li>
            <a href={`/sign-in?return=${encodeURIComponent('/console')}`} target="_blank" rel="noopener">
              Sign in (opens beside this page)
            </a>
          </li>
          <li>
            Come back to this page and press Continue: you see what you typed again before anything is sent.
          </li>
        </ol>
        <form method="post" action={at}>
          <Carried fields={kept} />
          <button type="submit" class="usa-button">
            Continue
          </button>
        </form>
      </Alert>
    </Document>
  );
}

export function SessionRemovedPage({ at, why }: PlaceProps & { readonly why: 'removed' | 'suspended' }) {
  return (
    <Document
      title={why === 'removed' ? 'Your access has ended' : 'You are suspended'}
      at={at}
      signedIn={null}
    >
      <Alert kind="error">
        {why === 'removed'
          ? 'Your access to this gateway was removed, and this session with it. Next: ask your agency’s administrator.'
          : 'The owner of the reads has suspended you, and this session has ended. Next: ask your agency’s administrator, who asks the owner to reinstate you.'}
      </Alert>
    </Document>
  );
}

interface WrongRoleProps extends PlaceProps {
  readonly shell: SignedInShell;
  /** The act that the page asks of a role; null: none. */
  readonly action: AdministrativeAction | null;
}

export function WrongRolePage({ action, at, shell }: WrongRoleProps) {
  const others = action === null ? 'Somebody else' : firstUpper(whoMay(action));
  return (
    <Document title="Not for your role" at={at} signedIn={shell}>
      <Alert kind="error">
        Your role does not allow this page. {others} may open it. Next: use a page from the list above, or ask
        one of them.
      </Alert>
    </Document>
  );
}

interface ProblemPageProps extends PlaceProps {
  readonly problem: Problem;
  /** The shell of who has signed in; null if that cannot be said now. */
  readonly shell: SignedInShell | null;
  /** The fields of a form; null if nothing was sent. */
  readonly typed: Fields | null;
}

export function ProblemPage({ at, problem, shell, typed }: ProblemPageProps) {
  const [first = { address: '/console', name: 'Overview' }] = shell?.links ?? [];
  return (
    <Document
      title={problem.status === 404 ? 'Not found' : 'This page cannot be shown'}
      at={at}
      signedIn={shell}
    >
      <ProblemView problem={problem} at={at} />
      {typed === null ? (
        <p>
          Next: go to <a href={first.address}>{first.name}</a>.
        </p>
      ) : (
        <SendAgain at={at} typed={typed} />
      )}
    </Document>
  );
}

/** @returns what may be told of whatever was thrown */
export function pageOfFault(
  thrown: unknown,
  { body, path }: Pick<Request, 'body' | 'path'>,
  log: { error(fields: object, message: string): void },
): { readonly page: VNode; readonly status: number } {
  const typed = typeof body === 'string' ? new URLSearchParams(body) : null;
  if (thrown instanceof PageProblem) {
    const { problem } = thrown;
    return {
      page: <ProblemPage at={path} problem={problem} shell={null} typed={typed} />,
      status: problem.status,
    };
  }
  if (thrown instanceof GatewayError && (thrown.status < 500 || thrown.why !== undefined)) {
    return { page: <Unavailable at={path} detail={thrown.message} typed={typed} />, status: thrown.status };
  }
  const status = (thrown as { readonly status?: unknown } | null)?.status;
  if (status === 413 || status === 400) {
    return {
      page: <Unavailable at={path} detail="the form is too large, or cannot be read" typed={null} />,
      status,
    };
  }
  const fault = thrown instanceof Error ? thrown : new Error('unknown');
  log.error({ fault: fault.name, code: (fault as { code?: unknown }).code }, 'a page failed');
  const detail = thrown instanceof NoAnswer ? 'the issuer of your sign-in does not answer' : DATABASE;
  return { page: <Unavailable at={path} detail={detail} typed={typed} />, status: 503 };
}

const DATABASE =
  'the gateway cannot reach its database, so nothing can be shown or done, and nothing is released';

/** Sends it with its token and key, so that what may have been done after all is not done twice. */
function SendAgain({ at, typed }: PlaceProps & { readonly typed: Fields }) {
  return (
    <form method="post" action={at}>
      <p>What you typed is kept on this page. Next: send it again in a minute.</p>
      <Carried fields={typed} />
      <button type="submit" class="usa-button">
        Send it again
      </button>
    </form>
  );
}

interface UnavailableProps extends PlaceProps {
  readonly detail: string;
  /** The fields of a form; null if nothing was sent. */
  readonly typed: Fields | null;
}

function Unavailable({ at, detail, typed }: UnavailableProps) {
  return (
    <Document title="Not available now" at={at} signedIn={null}>
      <Alert kind="error">
        <p>{withFullStop(detail)}</p>
        {typed === null ? (
          <p>
            Next: <a href={at}>try again</a> in a minute; if it stays so, tell the operator.
          </p>
        ) : (
          <SendAgain at={at} typed={typed} />
        )}
      </Alert>
    </Document>
  );
}
