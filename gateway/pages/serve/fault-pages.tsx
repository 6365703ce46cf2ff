/** Pages for when there is nothing else to show: who may not, what has ended, what is broken. */
import type { Request } from 'express';
import type { VNode } from 'preact';
import { NoAnswer } from '../../cli/client/http-client-answer.ts';
import { GatewayError } from '../../faults/errors.ts';
import { Alert } from '../layout/alert.tsx';
import { Document, type SignedInShell } from '../layout/document.tsx';
import type { Fields } from './page.ts';
import { PageProblem } from './problem.ts';
import { ProblemView } from './problem-view.tsx';

interface PlaceProps {
  readonly at: string;
}

/** The text is carried in the page itself: the server has no session to keep it in. */
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
          {kept.map(([name, value], index) => (
            <input key={index} type="hidden" name={name} value={value} />
          ))}
          <button type="submit" class="usa-button">
            Continue
          </button>
        </form>
      </Alert>
    </Document>
  );
}

export function SessionRemovedPage({ at }: PlaceProps) {
  return (
    <Document title="Your access has ended" at={at} signedIn={null}>
      <Alert kind="error">
        Your access to this gateway was removed, and this session with it. Next: ask your agency’s
        administrator.
      </Alert>
    </Document>
  );
}

export function WrongRolePage({ at, shell }: PlaceProps & { readonly shell: SignedInShell }) {
  return (
    <Document title="Not for your role" at={at} signedIn={shell}>
      <Alert kind="error">
        Your role does not allow this page. Next: use a page from the list above, or ask somebody whose role
        allows it.
      </Alert>
    </Document>
  );
}

/** @returns what may be told of whatever was thrown */
export function pageOfFault(
  thrown: unknown,
  { path }: Pick<Request, 'path'>,
  log: { error(fields: object, message: string): void },
): { readonly page: VNode; readonly status: number } {
  if (thrown instanceof PageProblem) {
    const { problem } = thrown;
    const page = (
      <Document
        title={problem.status === 404 ? 'Not found' : 'This page cannot be shown'}
        at={path}
        signedIn={null}
      >
        <ProblemView problem={problem} at={path} />
        <p>
          Next: <a href="/console">go to the overview</a>.
        </p>
      </Document>
    );
    return { page, status: problem.status };
  }
  if (thrown instanceof GatewayError && thrown.status < 500) {
    return { page: <Unavailable at={path} detail={thrown.message} />, status: thrown.status };
  }
  const status = (thrown as { readonly status?: unknown } | null)?.status;
  if (status === 413 || status === 400) {
    return { page: <Unavailable at={path} detail="the form is too large, or cannot be read" />, status };
  }
  const fault = thrown instanceof Error ? thrown : new Error('unknown');
  log.error({ fault: fault.name, code: (fault as { code?: unknown }).code }, 'a page failed');
  const detail = thrown instanceof NoAnswer ? 'the issuer of your sign-in does not answer' : DATABASE;
  return { page: <Unavailable at={path} detail={detail} />, status: 503 };
}

const DATABASE =
  'the gateway cannot reach its database, so nothing can be shown or done, and nothing is released';

function Unavailable({ at, detail }: PlaceProps & { readonly detail: string }) {
  return (
    <Document title="Not available now" at={at} signedIn={null}>
      <Alert kind="error">
        <p>{detail}.</p>
        <p>
          Next: <a href={at}>try again</a> in a minute; if it stays so, tell the operator.
        </p>
      </Alert>
    </Document>
  );
}
