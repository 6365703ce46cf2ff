/** The search of the guides: a form that works without a script, and the page of what was found. */
import { Document } from '../layout/document.tsx';
import { LONGEST_SEARCH } from './docs-search.schema.ts';
import type { Found } from './search-guides.ts';

export function SearchForm({ words = '' }: { readonly words?: string }) {
  return (
    <search>
      <form method="get" action="/docs" class="filters">
        <div class="usa-form-group">
          <label class="usa-label" for="field-q">
            Search the guides
          </label>
          <input
            class="usa-input"
            id="field-q"
            name="q"
            type="search"
            maxLength={LONGEST_SEARCH}
            value={words}
          />
        </div>
        <button type="submit" class="usa-button">
          Search
        </button>
      </form>
    </search>
  );
}

interface SearchPageProps {
  readonly words: string;
  readonly found: readonly Found[];
}

export function SearchPage({ found, words }: SearchPageProps) {
  return (
    <Document title={`Guides about “${words}”`} at="/docs/search" signedIn={null}>
      <SearchForm words={words} />
      {found.length === 0 ? (
        <p>
          No guide has all of these words. Next: use fewer words, or look through{' '}
          <a href="/docs">the list of guides</a>.
        </p>
      ) : (
        <ol class="found">
          {found.map(({ address, excerpt, guide, heading }) => (
            <li key={address}>
              <a href={address}>{heading}</a> ({guide})<p>{excerpt}</p>
            </li>
          ))}
        </ol>
      )}
    </Document>
  );
}
