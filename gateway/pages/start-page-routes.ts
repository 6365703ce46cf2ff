/** `GET /`: the page where people begin. */
import { file, type Route, route } from '../http/routes/route.ts';
import { POLICY } from './start-page.ts';

export interface StartPageDeps {
  /** As it is sent. */
  readonly startPage: Buffer;
}

export const START_PAGE_ROUTES: readonly Route<StartPageDeps>[] = [
  route(
    {
      method: 'get',
      path: '/',
      id: 'readStartPage',
      summary: 'What this gateway is, and where to go from here, for people.',
      scope: null,
      answers: { 200: { ...file('A page.', 'text/html'), headers: ['Permissions-Policy'] } },
    },
    (_request, response, { startPage }: StartPageDeps) => {
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
