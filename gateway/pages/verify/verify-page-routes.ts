/** Serves `GET /verify`: the page that checks receipts and the log, so that nobody must trust the gateway. */
import type { PublishedHead } from '../../audit/follow/published-head.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { unavailableNow } from '../../faults/errors.ts';
import { file, json, type Route, route } from '../../http/routes/route.ts';
import { receipt } from '../../http/schemas/answers.ts';
import { object, text } from '../../http/schemas/shapes.ts';
import { PAGE_HEADERS } from '../layout/page-headers.ts';
import type { PublishedPage } from './publish-verify-page.ts';

const hex = { ...text, pattern: '^[0-9a-f]{64}$' };

const NOT_YET = 'the entry of this page is not in the published head of the log yet; ask again in a minute';

export interface VerifyPageDeps {
  readonly published: Pick<PublishedHead, 'size'>;
  readonly verifyPage: PublishedPage;
  readonly findReceipt: (index: number) => Promise<Receipt>;
}

export const VERIFY_PAGE_ROUTES: readonly Route<VerifyPageDeps>[] = [
  route(
    {
      method: 'get',
      path: '/verify',
      id: 'readVerifyPage',
      summary:
        'A page that checks receipts and the public log in the browser; saved as a file, it works as well.',
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
          // The policy says the same; this is for browsers that know no policy.
          'X-Frame-Options': PAGE_HEADERS['X-Frame-Options'],
        })
        .type('text/html')
        .send(verifyPage.html);
    },
  ),
  route(
    {
      method: 'get',
      path: '/verify.json',
      id: 'readVerifyPageHash',
      summary: 'The SHA-256 of the page `/verify`, and the receipt of the entry that says so in the log.',
      answers: {
        200: json('To compare a saved page with; the hash stands in `receipt.asker.detail`, too.', {
          $id: 'VerifyPageHash',
          ...object({ page: text, sha256: hex, program: text, receipt }),
        }),
      },
    },
    async (_request, response, { findReceipt, published, verifyPage }: VerifyPageDeps) => {
      const { index, program, sha256 } = verifyPage;
      if (index >= (await published.size())) throw unavailableNow(NOT_YET);
      response.set('Cache-Control', 'no-cache').json({
        ...{ page: '/verify', sha256: sha256.toString('hex'), program },
        receipt: await findReceipt(index),
      });
    },
  ),
];
