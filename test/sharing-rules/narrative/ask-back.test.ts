/** A crime that an officer mistyped is asked back in the answer: neither called vague, nor guessed. */
import { describe, expect, test } from '@jest/globals';
import { foundWords } from '../../../gateway/cli/found-words.ts';
import { screen } from '../../../sharing-rules/narrative/screen.ts';
import frequent from '../../../sharing-rules/narrative/vocabulary/frequent-crimes.json' with { type: 'json' };
import { publicReasons, whyHeld, withoutWords } from '../../../sharing-rules/terms/reasons.ts';
import { askersReasons, shownWords } from '../../../sharing-rules/what-to-do.ts';
import { judgeReason } from '../../bench/judge/judge-reason.ts';

const CRIMES = frequent.words.split(' ').map((crime) => crime.replaceAll('_', ' '));

const decisionOn = (text: string) => judgeReason({ line: 1, text, group: '', verdict: '' }).decision;

/** What is asked back, with the words for which it is asked. */
const askedFor = (text: string) =>
  screen({ code: 'property_crime_felony', justification: text }).flatMap(({ found = [] }) =>
    found.flatMap(({ meant, words }) => (meant === undefined ? [] : [`${words}: ${meant}`])),
  );

describe('a crime that is mistyped', () => {
  test.each([
    ['thef', 'thef: theft'],
    ['rpae', 'rpae: rape'],
    ['missign', 'missign: missing'],
    ['hit and ran', 'hit and ran: hit and run'],
    ['road rege', 'road rege: road rage'],
  ])('is held, and asked back: %s', (typed, asked) => {
    const { effect, reasons } = decisionOn(typed);
    expect([effect, ...reasons.map(({ code, detail }) => `${code}: ${detail}`)]).toEqual([
      ...['review', 'purpose_vague: did_you_mean'],
    ]);
    expect(askedFor(typed)).toEqual([asked]);
  });

  test('is read or asked back whatever slip is made in it, and never refused', () => {
    const slips = CRIMES.filter((crime) => /^[a-z]{5,}$/.test(crime)).flatMap((crime) =>
      Array.from({ length: crime.length - 1 }, (_, at) => [
        crime.slice(0, at) + crime.charAt(at + 1) + crime.charAt(at) + crime.slice(at + 2),
        crime.slice(0, at + 1) + crime.slice(at),
      ]).flat(),
    );
    expect(slips.filter((slip) => decisionOn(slip).effect === 'deny')).toEqual([]);
  });

  test('is asked for as what then states a crime', () => {
    const isVague = (crime: string) => decisionOn(crime).reasons.some(({ code }) => code === 'purpose_vague');
    expect(CRIMES.filter(isVague)).toEqual([]);
  });

  test('is refused all the same beside a person or what is objected to, and asked back there too', () => {
    for (const text of ['Det. Kowalski rpae', 'rpae, ICE', 'rpae, church'])
      expect([text, decisionOn(text).effect]).toEqual([text, 'deny']);
    expect(askedFor('Det. Kowalski rpae')).toEqual(['rpae: rape']);
  });

  test('is none in keys hit at random, in a few letters, or far into a text', () => {
    for (const text of ['asdfgh', 'wrr', 'kkkkk', 'blue banana'])
      expect([text, askedFor(text)]).toEqual([text, []]);
    expect(askedFor('rpae frau thef arsn')).toEqual(['rpae: rape', 'frau: fraud', 'thef: theft']);
  });
});

describe('what is asked back', () => {
  const { reasons } = decisionOn('rpae');

  test('goes to the asker, with what to do, and neither into the log nor to others', () => {
    const [told] = askersReasons(reasons);
    expect(told).toMatchObject({
      found: [{ field: 'justification', words: 'rpae', meant: 'rape' }],
      whatToDo: expect.stringMatching(
        /^did you mean "rape" by "rpae"\? then ask again with it written so; else state the incident/,
      ),
    });
    expect(JSON.stringify([publicReasons(reasons), withoutWords(reasons)])).not.toMatch(/rpae|rape/);
  });

  test('is a question at the command line and on the pages', () => {
    expect(shownWords(reasons[0]?.found ?? []).map(foundWords)).toEqual(['"rpae" ("rape"?)']);
    expect(reasons.map(whyHeld)).toEqual([expect.stringContaining('ask again with the crime written out')]);
  });
});
