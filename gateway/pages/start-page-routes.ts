/** Serves `GET /`: the page where people begin. */
import { file, type Route, route } from '../http/routes/route.ts';
import { POLICY } from './start-page.ts';

export interface StartPageDeps {
  readonly startPage: Buffer;
}

export const START_PAGE_ROUTES: readonly Route<StartPageDeps>[] = [
  route(
    {
      method: 'get',
      path: '/',
      id: 'readStartPage',
      summary: 'What this gateway is, and where to go from here, for people.',
      answers: {
        200: {
          ...file('A page, for programs that ask.', 'text/html'),
          headers: ['Permissions-Policy', 'Vary'],
        },
        303: { what: 'To the page for everybody.', content: {}, headers: ['Location', 'Vary'] },
      },
    },
    (request, response, { startPage }: StartPageDeps) => {
      response.set('Vary', 'Accept');
      // Browsers ask so; a program that takes anything gets what it always got.
      if (request.get('Accept')?.includes('text/html')) {
        response.set('Location', '/transparency').status(303).end();
        return;
      }
      response
        .set({
          'Cache-Control': 'public, max-age=300',
          'Content-Security-Policy': POLICY,
          'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
        })
        .type('text/html')
        .send(startPage);
    },
  ),
];
