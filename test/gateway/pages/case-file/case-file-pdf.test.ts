/** The document of a case file over several pages: no table begins where its first row has no room. */
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { caseFilePdf } from '../../../../gateway/pages/case-file/case-file-pdf.ts';

const CAMERA = { id: 'c1', name: 'E 96th Ave', lat: null, lon: null };
const readAt = (minute: number) => ({
  readId: '00000000-0000-4000-8000-000000000000',
  capturedAt: new Date(Date.UTC(2026, 10, 30, 1, minute)).toISOString(),
  ...{ plate: 'ABC123', plateState: 'CO', confidence: 0.9, direction: 'N', camera: CAMERA },
  vehicle: { make: 'Ford', model: null, color: 'red', bodyStyle: null },
});

/** Counts the pages, and the lines that stand below the names of the columns. */
async function pagesOf(words: number, reads: number): Promise<{ pages: number; heads: number }> {
  const receipt = { index: 4, origin: 'log.example.gov', leafHash: Buffer.alloc(32).toString('base64') };
  const notice = 'These reads are for this case alone.';
  const bytes = await caseFilePdf({
    release: { reads: Array.from({ length: reads }, (_, i) => readAt(i)), notice, receipt } as never,
    receipt: { ...receipt, index: 5 } as never,
    facts: [['In words', 'stolen '.repeat(words)]],
    ...{ belongsTo: 'Case CR-1 · log entry 4', madeAt: Date.UTC(2026, 11, 1), streets: null },
    publicUrl: 'https://alpr.example.gov',
  });
  const pdf = Buffer.from(bytes).toString('latin1');
  const drawn = [...pdf.matchAll(/\/FlateDecode\n>>\nstream\n([\s\S]*?)\nendstream/g)]
    .map(([, stream]) => inflateSync(Buffer.from(stream as string, 'latin1')).toString('latin1'))
    .join('\n');
  return {
    pages: pdf.match(/\/Type \/Page\b/g)?.length ?? 0,
    heads: drawn.match(/^0\.5 w$/gm)?.length ?? 0,
  };
}

describe('the document of a case file', () => {
  test('names its columns on each page that has rows, whatever stands above the table', async () => {
    expect(await pagesOf(10, 60)).toEqual({ pages: 2, heads: 2 });
    // From a half page of words to more than a page of them.
    for (let words = 500; words <= 1_600; words += 100) {
      const { heads, pages } = await pagesOf(words, 1);
      expect([words, heads, pages <= 2]).toEqual([words, 1, true]);
    }
  });
});
