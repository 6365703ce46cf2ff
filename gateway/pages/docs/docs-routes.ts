/** Serves `GET /docs` and below, the guides and the API, for anyone. */
import { file, type Route, route } from '../../http/routes/route.ts';
import { sendPublicPage } from '../layout/public-page.ts';
import { PAGE_NAMES } from './guides.ts';
import type { Docs } from './open-docs.tsx';

export interface DocsDeps {
  readonly docs: Docs;
}

const PAGE = { ...file('A page.', 'text/html'), headers: ['Content-Encoding', 'Permissions-Policy', 'Vary'] };

export const DOCS_ROUTES: readonly Route<DocsDeps>[] = [
  route(
    {
      method: 'get',
      path: '/docs',
      id: 'readDocumentation',
      summary: 'The table of contents of the documentation, for people.',
      answers: { 200: PAGE },
    },
    (request, response, { docs }: DocsDeps) => sendPublicPage(request, response, docs.contents()),
  ),
  route(
    {
      method: 'get',
      path: '/docs/{name}',
      id: 'readGuide',
      choices: { name: PAGE_NAMES },
      summary: 'A guide, or the whole API, for people.',
      answers: { 200: PAGE },
    },
    (request, response, { docs }: DocsDeps) =>
      sendPublicPage(request, response, docs.page(request.params.name)),
  ),
];
