/** Finds sections of the guides by their words; the index is made in memory when somebody first searches. */
import type MiniSearch from 'minisearch';
import { linkFrom } from './guide-links.ts';
import { GUIDES, readGuide } from './guides.ts';
import { renderMarkdown, sectionsOf } from './markdown.ts';

export interface Found {
  readonly address: string;
  readonly guide: string;
  readonly heading: string;
  /** The words around the first that were searched for. */
  readonly excerpt: string;
}

interface Indexed extends Omit<Found, 'excerpt'> {
  readonly id: number;
  readonly text: string;
}

const MOST_FOUND = 20;
/** Characters of an excerpt, and of those before the word. */
const EXCERPT = 220;
const BEFORE = 60;

let opened: Promise<MiniSearch<Indexed>> | undefined;

/** Returns the best first; a word may be cut short or misspelled a little. */
export async function searchGuides(words: string): Promise<readonly Found[]> {
  opened ??= open();
  const index = await opened;
  return index
    .search(words)
    .slice(0, MOST_FOUND)
    .map(({ address, guide, heading, text, terms }) => ({
      ...{ address, guide, heading },
      excerpt: around(text, terms),
    }));
}

async function open(): Promise<MiniSearch<Indexed>> {
  const { default: Index } = await import('minisearch');
  const index = new Index<Indexed>({
    fields: ['heading', 'guide', 'text'],
    storeFields: ['address', 'guide', 'heading', 'text'],
    searchOptions: { boost: { heading: 4, guide: 2 }, combineWith: 'AND', fuzzy: 0.15, prefix: true },
  });
  index.addAll(sections().map((section, id) => ({ ...section, id })));
  return index;
}

function sections(): readonly Omit<Indexed, 'id'>[] {
  return GUIDES.flatMap((guide) => {
    const rendered = renderMarkdown(readGuide(guide), {
      linkTo: (target) => linkFrom(guide, target),
      picture: () => '',
    });
    return sectionsOf(rendered).map(({ heading, id, text }) => ({
      ...{ address: `/docs/${guide.name}#${id}`, guide: rendered.title, heading, text },
    }));
  });
}

function around(text: string, terms: readonly string[]): string {
  const [first = 0] = terms
    .map((term) => beginOf(term, text))
    .filter((at) => at >= 0)
    .sort((one, other) => one - other);
  const from = first <= BEFORE ? 0 : text.indexOf(' ', first - BEFORE) + 1;
  const cut = text.slice(from, from + EXCERPT).trim();
  return `${from === 0 ? '' : '… '}${cut}${from + EXCERPT < text.length ? ' …' : ''}`;
}

/** Finds where a word begins with the term: “ICE” is not what “police” ends with. */
function beginOf(term: string, text: string): number {
  const escaped = term.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const found = new RegExp(`(?<![\\p{L}\\p{N}])${escaped}`, 'iu').exec(text);
  return found === null ? -1 : found.index;
}
