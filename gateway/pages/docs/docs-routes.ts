/** Serves `GET /docs` and below, the guides and the API, for anyone. */

import { parseSearch } from '../../http/parse-search.ts';
import { file, type Route, route } from '../../http/routes/route.ts';
import { sendPublicPage } from '../layout/public-page.ts';
import { sendPage } from '../layout/send-page.ts';
import { validateDocsSearch } from './docs-search.schema.ts';
import { PAGE_NAMES } from './guides.ts';
import type { Docs } from './open-docs.tsx';
import { searchGuides } from './search-guides.ts';
import { SearchPage } from './search-page.tsx';

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
      summary:
        'The table of contents of the documentation, for people; with `q`, the sections that have these words.',
      search: validateDocsSearch,
      answers: { 200: PAGE },
    },
    async (request, response, { docs }: DocsDeps) => {
      const words = parseSearch(request, validateDocsSearch).q?.trim() ?? '';
      if (words === '') return sendPublicPage(request, response, docs.contents());
      response.set('Cache-Control', 'public, max-age=300');
      sendPage(response, SearchPage({ words, found: await searchGuides(words) }));
    },
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
