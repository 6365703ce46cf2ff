/** A few glyphs stand for many characters. A text of them costs no more than any other, and is not read in part only. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import type { Purpose } from '../../../sharing-rules/terms/query.ts';
import { normaliseAll } from '../../../sharing-rules/text/normalise.ts';
import { anySign } from '../text/any-sign.ts';

/** Eighteen characters, and eight. */
const [SENTENCE, TWO_WORDS] = ['\ufdfa', '\ufdfb'];
const UNREADABLE = { code: 'purpose_vague', effect: 'deny', detail: 'unreadable' };
const ROBBERY = { code: 'violent_crime', justification: 'armed robbery' } as const;

describe('a text that would become more than half as long again', () => {
  test.each([SENTENCE, TWO_WORDS, '㏂', '⑴', '한', '½', '№', '%EF%B7%BA', '&#65018;&#65018;'])(
    'of `%s` is read so far and no further',
    (glyph) => {
      const text = `stolen vehicle ${glyph.repeat(1985)}`;
      const { text: read, isWhole } = normaliseAll(text);
      // The last glyph may reach over the end.
      expect(read.length).toBeLessThanOrEqual(1.5 * text.length + 64 + 18);
      expect(isWhole).toBe(false);
    },
  );

  test('is told to the glyph', () => {
    const whole = (text: string) => normaliseAll(text).isWhole;
    expect(whole('a'.repeat(136) + SENTENCE.repeat(8))).toBe(true);
    expect(whole('a'.repeat(135) + SENTENCE.repeat(8))).toBe(false);
    // As long as it may be, and more to come.
    expect(whole(`${'a'.repeat(130)}${SENTENCE.repeat(8)}aa`)).toBe(false);
    // Escaped, the first takes nine signs.
    expect(whole('%EF%B7%BA'.repeat(14))).toBe(true);
    expect(whole('%EF%B7%BA'.repeat(15))).toBe(false);
  });

  test('is refused as unreadable, whatever stands before it', () => {
    const screened = (justification: string) => screen({ ...ROBBERY, justification });
    expect(screened(`armed robbery ${SENTENCE.repeat(1985)}`)).toEqual([UNREADABLE]);
    expect(screened(`ICE detainer ${SENTENCE.repeat(1985)}`)).toContainEqual(UNREADABLE);
    expect(screened(`ICE detainer ${SENTENCE.repeat(1985)}`)).toContainEqual(
      expect.objectContaining({ code: 'narrative_immigration' }),
    );
  });

  test.each([
    ['dropDown', { dropDown: `Robbery - ${SENTENCE.repeat(400)}` }],
    ['supervisor', { supervisor: SENTENCE.repeat(128) }],
    ['caseNumber', { caseNumber: SENTENCE.repeat(64) }],
    ['court', process({ court: SENTENCE.repeat(200) })],
    ['judge', process({ judge: SENTENCE.repeat(128) })],
    ['docket', process({ docket: SENTENCE.repeat(100) })],
  ] as [string, Partial<Purpose>][])('is refused in `%s` too', (_, field) => {
    expect(screen({ ...ROBBERY, ...field })).toContainEqual(UNREADABLE);
  });

  test('is none that anybody writes: accents, fractions, dots and other alphabets', () => {
    const texts = [
      'robo a mano armada cerca de la estación, según el dueño',
      '½ mile from the Café Zoë… 5℃, № 7, ™',
      'ограбление банка',
      '김철수 김영희 이순신',
      'ﬁled aﬀidavit oﬃce ﬂed '.repeat(80),
    ];
    expect(texts.map((text) => normaliseAll(text).isWhole)).toEqual(texts.map(() => true));
  });
});

test('a glyph folds to the same whether it was seen before or not', () => {
  const text = fc.string({ unit: anySign, maxLength: 20 });
  fc.assert(
    fc.property(text, (glyphs) => {
      const before = normaliseAll(glyphs);
      expect(normaliseAll(glyphs)).toEqual(before);
      expect(normaliseAll(`a${glyphs}`).text.slice(1)).toBe(before.text);
    }),
  );
});

function process(changes: object): Partial<Purpose> {
  const paper = { kind: 'arrest_warrant', court: 'Adams County District Court', docket: '2026CR1' } as const;
  return { judicialProcess: { ...paper, judge: 'Hon. A. Sample', issuedOn: '2026-01-02', ...changes } };
}
