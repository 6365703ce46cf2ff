/** The documentation of a node: each page is made when it is first asked for, and kept. */
import type { VNode } from 'preact';
import { type PublicPage, publicPage } from '../layout/public-page.ts';
import { ApiPage, type ApiPageProps } from './api-page.tsx';
import { ContentsPage, GuidePage } from './docs-pages.tsx';
import { API_PAGE, GUIDES, SHAPES_PAGE } from './guides.ts';
import { ShapesPage } from './shapes-page.tsx';

export interface Docs {
  contents(): PublicPage;
  /** @param name one of `PAGE_NAMES` */
  page(name: string): PublicPage;
}

export function openDocs(api: ApiPageProps): Docs {
  const made = new Map<string, PublicPage>();
  const once = (name: string, make: () => VNode): PublicPage => {
    const page = made.get(name) ?? publicPage(make());
    made.set(name, page);
    return page;
  };
  return {
    contents: () => once('', () => <ContentsPage />),
    page: (name) => {
      if (name === API_PAGE.name) return once(name, () => <ApiPage {...api} />);
      if (name === SHAPES_PAGE.name) return once(name, () => <ShapesPage {...api} />);
      const guide = GUIDES.find((one) => one.name === name);
      if (guide === undefined) throw new Error(`there is no guide \`${name}\``);
      return once(name, () => <GuidePage guide={guide} />);
    },
  };
}
