/** `GET /verify`: the page that checks receipts and the public log in a browser, so that nobody has to believe the gateway. */
import { file, type Route, route } from '../../http/routes/route.ts';
import { PAGE_HEADERS } from '../layout/page-headers.ts';
import type { VerifyPage } from './verify-page.ts';

export interface VerifyPageDeps {
  readonly verifyPage: VerifyPage;
}

export const VERIFY_PAGE_ROUTES: readonly Route<VerifyPageDeps>[] = [
  route(
    {
      method: 'get',
      path: '/verify',
      id: 'readVerifyPage',
      summary:
        'A page that checks receipts and the public log in the browser; saved as a file, it works as well.',
      scope: null,
      answers: {
        200: { ...file('A page.', 'text/html'), headers: ['Permissions-Policy', 'Repr-Digest'] },
      },
    },
    (_request, response, { verifyPage }: VerifyPageDeps) => {
      response
        .set({
          'Cache-Control': 'no-cache',
          'Content-Security-Policy': verifyPage.policy,
          'Permissions-Policy': PAGE_HEADERS['Permissions-Policy'],
          'Repr-Digest': `sha-256=:${verifyPage.sha256.toString('base64')}:`,
        })
        .type('text/html')
        .send(verifyPage.html);
    },
  ),
];
