/** The search of the guides: what it finds, and where that leads. */
import { describe, expect, test } from '@jest/globals';
import { GuidePage } from '../../../../gateway/pages/docs/docs-pages.tsx';
import { GUIDES } from '../../../../gateway/pages/docs/guides.ts';
import { searchGuides } from '../../../../gateway/pages/docs/search-guides.ts';
import { SearchPage } from '../../../../gateway/pages/docs/search-page.tsx';
import { renderPage } from '../../../../gateway/pages/layout/send-page.ts';

const guides = async (words: string) =>
  (await searchGuides(words)).map(({ address }) => address.split('#')[0]);

describe('the search of the guides', () => {
  test.each([
    ['small counts withheld', '/docs/transparency'],
    ['failover standby', '/docs/database'],
    ['agency_not_eligible', '/docs/reasons'],
    // Cut short, and misspelled.
    ['recei', '/docs/log-and-receipts'],
    ['revokation', '/docs/revocation'],
  ])('finds %s in %s', async (words, guide) => {
    expect((await guides(words)).slice(0, 6)).toContain(guide);
  });

  test('leads to headings that are there, with the words around what was found', async () => {
    const found = await searchGuides('witness');
    expect(found.length).toBeGreaterThan(3);
    for (const { address, excerpt } of found) {
      const [path = '', id] = address.split('#');
      const guide = GUIDES.find(({ name }) => path === `/docs/${name}`);
      expect(renderPage(GuidePage({ guide: guide as (typeof GUIDES)[number] }))).toContain(`id="${id}"`);
      expect(excerpt.length).toBeLessThan(240);
    }
  });

  test('shows a short word where it stands by itself, never the end of another', async () => {
    const found = await searchGuides('ICE');
    expect(found.length).toBeGreaterThan(0);
    for (const { excerpt, heading } of found) expect(`${heading} ${excerpt}`).toMatch(/(?<!\p{L})ICE/iu);
  });

  test('finds nothing, and says what to do, for words that no guide has; what was typed stays text', async () => {
    expect(await searchGuides('qqqq zzzz')).toEqual([]);
    const shown = renderPage(SearchPage({ words: '"><script>', found: [] }));
    expect(shown).toContain('No guide has all of these words.');
    expect(shown).not.toContain('<script>');
  });
});
