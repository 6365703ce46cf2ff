/** Every word and phrase of every list does its work: written by itself it is found, and says what its list says. */
import { describe, expect, test } from '@jest/globals';
import { matchPhrases } from '../../../sharing-rules/narrative/match-phrases.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import { tokenise } from '../../../sharing-rules/narrative/tokenise.ts';
import {
  COLORADO_POLICE,
  type Entry,
  type Meaning,
  readEntries,
} from '../../../sharing-rules/narrative/vocabulary.ts';
import { normalise } from '../../../sharing-rules/text/normalise.ts';

const ENTRIES = readEntries();

function labelOf(meaning: Meaning): string {
  switch (meaning.kind) {
    case 'term':
      return `${meaning.finding.code}: ${meaning.finding.detail}`;
    case 'event':
      return `event: ${meaning.family}`;
    default:
      return meaning.kind;
  }
}

const textOf = ({ words }: Entry) => words.join(' ');
const labels = (keep: (meaning: Meaning) => boolean) => [
  ...new Set(
    ENTRIES.map(({ meaning }) => meaning)
      .filter(keep)
      .map(labelOf),
  ),
];
const textsOf = (label: string) => ENTRIES.filter(({ meaning }) => labelOf(meaning) === label).map(textOf);
const says = (text: string) => matchPhrases(tokenise(normalise(text))).map(({ meaning }) => labelOf(meaning));

/** The parts say how they are put together; here they are, one by one. */
function policeOfColorado(): string[] {
  const { asking, county, kinds, places } = COLORADO_POLICE;
  const written = (...parts: readonly string[]) => parts.filter(Boolean).join(' ');
  const ofPlace = (place: string) => [
    ...asking.map((asked) => written(asked, place)),
    ...['', ...asking].flatMap((asked) =>
      ['', ...county].flatMap((area) => kinds.map((kind) => written(asked, place, area, kind))),
    ),
  ];
  return places.flatMap(ofPlace);
}

describe('every word and phrase of a list', () => {
  test.each(labels(({ kind }) => kind !== 'spare' && kind !== 'empty'))('says what it says: %s', (label) => {
    expect(textsOf(label).filter((text) => !says(text).includes(label))).toEqual([]);
  });

  test('names the police of each place in Colorado, in every way and by all of its words', () => {
    const police = COLORADO_POLICE.meanings[0] as Meaning;
    const named = policeOfColorado();
    expect(named.length).toBeGreaterThan(30_000);
    const others = named.filter((text) => {
      const tokens = tokenise(normalise(text));
      const whole = matchPhrases(tokens).filter(
        ({ end, meaning, start }) =>
          labelOf(meaning) === labelOf(police) && start === 0 && end === tokens.words.length,
      );
      return whole.length !== 1 || whole[0]?.meaning !== police;
    });
    expect(others).toEqual([]);
  });

  test('that is honest has no prohibited word in it, but for those that are listed word for word', () => {
    const denied = [...textsOf('spare'), ...policeOfColorado()].filter((text) =>
      screen({ code: 'violent_crime', justification: text }).some(
        ({ code, effect }) => effect === 'deny' && code.startsWith('narrative_'),
      ),
    );
    expect(denied).toEqual(['visa check', 'at stop sign', 'illegal street']);
  });

  test('that names a unit or a place states no event', () => {
    expect(textsOf('empty').filter((text) => says(text).some((word) => word.startsWith('event')))).toEqual(
      [],
    );
  });
});
