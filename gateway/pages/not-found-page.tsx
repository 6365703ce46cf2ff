/** Tells a browser that there is no page; programs get the problem document that they always got. */
import type { ErrorRequestHandler, Request } from 'express';
import { GatewayError } from '../faults/errors.ts';
import { Document } from './layout/document.tsx';
import { sendPage } from './layout/send-page.ts';

/** Matches addresses that programs use: they get a problem document, whoever asks. */
const FOR_PROGRAMS = /^\/(?:v1|log)\/|\.(?:json|csv|atom)$/;

/** Returns Express's error handler, to stand before the one for problem documents. */
export function sendNotFoundPage(): ErrorRequestHandler {
  return (thrown, request, response, next) => {
    const isMissing = thrown instanceof GatewayError && thrown.code === 'not_found';
    if (!isMissing || response.headersSent || !isOfBrowser(request)) return next(thrown);
    response.vary('Accept');
    sendPage(response, <NotFoundPage at={request.path} />, 404);
  };
}

function isOfBrowser(request: Request): boolean {
  const { method, path } = request;
  const isRead = method === 'GET' || method === 'HEAD';
  return isRead && !FOR_PROGRAMS.test(path) && request.get('Accept')?.includes('text/html') === true;
}

function NotFoundPage({ at }: { readonly at: string }) {
  return (
    <Document title="Page not found" at={at} signedIn={null}>
      <p>There is no page at this address. It may be mistyped, or from an older version. Try one of these:</p>
      <ul>
        {PAGES.map(([address, what]) => (
          <li key={address}>
            <a href={address}>{what}</a>
          </li>
        ))}
      </ul>
    </Document>
  );
}

const PAGES = [
  ['/transparency', 'Who gets license-plate reads, and what for'],
  ['/verify', 'Check a receipt, or the whole log'],
  ['/docs', 'The guides, with a search'],
  ['/query', 'Ask for reads, as an officer of a partner agency'],
  ['/console', 'The console of the agency that owns the reads'],
] as const;
