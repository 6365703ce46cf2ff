/** What is not understood cannot pass: beside a crime, more than a few words that are not about a case wait for a person. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

function findingIn(justification: string) {
  return screen({ code: 'stolen_vehicle', justification }).find(({ code }) => code === 'narrative_unread');
}

function wordsIn(justification: string): readonly string[] {
  return (findingIn(justification)?.found ?? []).map(({ words }) => words);
}

function unread(justification: string): string | null {
  const found = findingIn(justification);
  return found === undefined ? null : `${found.detail}: ${wordsIn(justification).join(' ')}`;
}

describe('words behind a true crime', () => {
  test.each([
    ['MVT, wants the address of councilman Ortiz', 'wants'],
    ['MVT, gdzie mieszka moja siostra teraz tutaj', 'mieszka'],
  ])('are held and named: `%s`', (text, word) => {
    expect(findingIn(text)).toMatchObject({ effect: 'review', detail: 'unfamiliar_words' });
    expect(wordsIn(text)).toContain(word);
  });

  test.each([
    ['stolen vehicle, он нелегал', 'other_script: '],
    ['stolen vehicle 移民局', 'other_script: 移民局'],
    ['入室盗窃 26-20915 嫌疑车辆为白色厢式货车', 'other_script: 入室盗窃'],
  ])('in another script are held: `%s`', (text, words) => {
    expect(unread(text)?.startsWith(words)).toBe(true);
  });

  test.each([
    'stolen vehicle from driveway, keys left inside',
    'stolen Honda Civic near Valderrama Street',
    'stolen vehicle, suspect Kowalczyk fled on foot',
    'robo de vehiculo, sospechoso con arma',
    'stolen vehicle, 26-10443, plate KLM459, I-25 at 104th',
    'stolen vehicle, suspect had a knife, windows opened',
    'robbery of a vendor and a cashier, need veh leaving',
  ])('pass where they are of a case: `%s`', (text) => {
    expect(unread(text)).toBeNull();
  });

  test('are not weighed in the clause that tells the crime; a comma, a bracket and a stroke end it', () => {
    expect(unread('stolen zorblat quibbling zyxwar quobbing')).toBeNull();
    for (const end of [', ', ' (', ' / '])
      expect(unread(`stolen car${end}zorblat quibbling zyxwar quobbing`)).toContain('zorblat quibbling');
  });

  test('of two clauses are not added up, however long the text', () => {
    expect(unread('stolen car, zorblat quibbling, zyxwar quobbing')).toBeNull();
    const padding = ', suspect fled on foot with tools'.repeat(20);
    expect(unread(`stolen car${padding}, zorblat quibbling zyxwar quobbing${padding}`)).not.toBeNull();
  });

  test('are no less where more is written before or behind them', () => {
    const held = 'wants to know where the wife lives now';
    for (const told of ['stolen silver Honda from the driveway', 'suspect fled on foot with tools']) {
      expect(unread(`MVT, ${held}, ${told}`)).not.toBeNull();
      expect(unread(`MVT, ${told}, ${held}`)).not.toBeNull();
    }
  });

  test('are not named beside what is refused, nor where nothing happened', () => {
    expect(unread('stolen vehicle, ICE detainer, он нелегал')).toBeNull();
    expect(unread('убийство')).toBe('other_script: убийство');
    expect(unread('роб')).toBeNull();
    expect(unread('driver was told by a judge to leave the country')).toBeNull();
  });
});
