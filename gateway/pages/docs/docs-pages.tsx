/** The pages of the documentation: the table of contents, and each guide. */
import { Document } from '../layout/document.tsx';
import { linkFrom } from './guide-links.ts';
import { DOCS_GROUPS, type Guide, type MadePage, readGuide } from './guides.ts';
import { renderMarkdown, type Section, sectionsOf } from './markdown.ts';
import { GuidePicture } from './pictures.tsx';
import { SearchForm } from './search-page.tsx';

export function ContentsPage() {
  return (
    <Document title="Documentation" at="/docs" signedIn={null}>
      <SearchForm />
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
  const rendered = renderMarkdown(readGuide(guide), {
    linkTo: (target) => linkFrom(guide, target),
    picture: (source, alt) => <GuidePicture source={source} alt={alt} />,
  });
  return (
    <Document title={rendered.title} at={`/docs/${guide.name}`} signedIn={null}>
      <Contents parts={sectionsOf(rendered).filter(({ isPart }) => isPart)} />
      <div class="guide">{rendered.body}</div>
    </Document>
  );
}

/** Lists the parts of a guide that has more than a screen can show at once. */
function Contents({ parts }: { readonly parts: readonly Section[] }) {
  if (parts.length < 3) return null;
  return (
    <nav aria-label="On this page">
      <ul>
        {parts.map(({ heading, id }) => (
          <li key={id}>
            <a href={`#${id}`}>{heading}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function titleOf(page: MadePage | Guide): string {
  return 'path' in page ? (/^# (.*)$/m.exec(readGuide(page))?.[1] ?? page.name) : page.title;
}
