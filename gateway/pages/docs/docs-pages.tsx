/** The pages of the documentation: the table of contents, and each guide. */
import { Document } from '../layout/document.tsx';
import { linkFrom } from './guide-links.ts';
import { DOCS_GROUPS, type Guide, type MadePage, readGuide } from './guides.ts';
import { renderMarkdown } from './markdown.ts';
import { GuidePicture } from './pictures.tsx';

export function ContentsPage() {
  return (
    <Document title="Documentation" at="/docs" signedIn={null}>
      {DOCS_GROUPS.map(({ pages, readers }) => (
        <section key={readers}>
          <h2>{readers}</h2>
          <ul>
            {pages.map((page) => (
              <li key={page.name}>
                <a href={`/docs/${page.name}`}>{titleOf(page)}</a>: {page.what}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Document>
  );
}

export function GuidePage({ guide }: { readonly guide: Guide }) {
  const { body, title } = renderMarkdown(readGuide(guide), {
    linkTo: (target) => linkFrom(guide, target),
    picture: (source, alt) => <GuidePicture source={source} alt={alt} />,
  });
  return (
    <Document title={title} at={`/docs/${guide.name}`} signedIn={null}>
      <div class="guide">{body}</div>
      <p>
        <a href="/docs">All guides</a>
      </p>
    </Document>
  );
}

function titleOf(page: MadePage | Guide): string {
  return 'path' in page ? (/^# (.*)$/m.exec(readGuide(page))?.[1] ?? page.name) : page.title;
}
