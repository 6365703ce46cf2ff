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
    ['MVT, who attends prayers there', 'attends'],
    ['MVT, is not a national', 'national'],
    ['MVT near the mosque, prayers on Friday', 'prayers'],
    ['MVT, gay club regulars', 'gay'],
    ['MVT, pregnant driver', 'pregnant'],
    ['MVT, school board critic', 'school'],
    ['MVT, run for a realtor we know', 'run'],
    ['MVT, need addresses of the neighbors', 'addresses'],
    ['MVT, driver Wants His Country back', 'wants'],
    ['MVT, would like to know who she met there', 'know'],
    ['MVT, gdzie mieszka moja siostra', 'mieszka'],
    ['MVT, sa femme est avec un autre homme', 'femme'],
    ['MVT, meine schwester', 'schwester'],
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
    'stolen vehicle from driveway at 5th and Main, keys left inside',
    'stolen Honda Civic near Valderrama Street',
    'stolen vehicle, suspect Kowalczyk fled on foot',
    'stolen vehicle, suspect fled past the mosque',
    'robo de vehiculo, sospechoso con arma',
    'stolen vehicle, 26-10443, plate KLM459, I-25 at 104th',
    'vehículo robado cerca de la tienda',
    'stolen vehicle, café window broken',
    'burglary to church, van taken',
    'stolen vehicle at Planned Spaces Storage',
    'stolen vehicle, thretns with a knife, windows opned',
    'stolen vehicle, refrigerator, saxophone and antiques inside',
    'robo, se llevaron la camioneta roja anoche',
    'robbery of a vendor and a cashier, need veh leaving',
    'assault, find the white truck',
    'assault, V 20 wks pregnant, suspect left',
    'stolen van, Church Ranch storage',
    'hit and run, truck with a pride sticker',
  ])('pass where they are of a case: `%s`', (text) => {
    expect(unread(text)).toBeNull();
  });

  test('that nobody knows hold from the third on', () => {
    expect(unread('stolen car zorblat quibbling')).toBeNull();
    expect(unread('stolen car zorblat quibbling zyxwar')).toBe('unfamiliar_words: zorblat quibbling zyxwar');
  });

  test('weigh together within 24 words', () => {
    const between = (words: number) => `stolen car zorblat quibbling${' car'.repeat(words)} zyxwar`;
    expect(unread(between(21))).toBe('unfamiliar_words: zorblat quibbling zyxwar');
    expect(unread(between(22))).toBeNull();
  });

  test('are named up to five, the heaviest, as they stand in the text', () => {
    expect(wordsIn('stolen car zorblat quibbling zorblix quobbing zyxwar qubbliz')).toEqual([
      ...['zorblat', 'quibbling', 'zorblix'],
    ]);
    expect(wordsIn('stolen car, he wants to know who she met')).toContain('wants');
  });

  test('are no less where more is written before or behind them', () => {
    const held = 'would like to know who she met there';
    for (const told of ['stolen silver Honda from the driveway', 'suspect fled on foot with tools']) {
      expect(unread(`MVT, ${held}, ${told}`)).not.toBeNull();
      expect(unread(`MVT, ${told}, ${held}`)).not.toBeNull();
    }
  });

  test('are not named beside what is refused, nor where nothing happened', () => {
    expect(unread('stolen vehicle, ICE detainer, он нелегал')).toBeNull();
    expect(unread('убийство')).toBe('other_script: убийство');
    expect(unread('робб')).toBe('other_script: робб');
    expect(unread('роб')).toBeNull();
    expect(unread('driver was told by a judge to leave the country')).toBeNull();
  });

  test('names in a name’s frame are taken on trust up to three', () => {
    const three = 'stolen car at Zabriskie, near Quillan, from Vandeputte';
    expect(unread(three)).toBeNull();
    expect(unread(`${three}, by Oyelaran at Mbeki and Tshombe`)).not.toBeNull();
  });

  test('of ranks, names and inquiry are of any case', () => {
    expect(unread('stolen vehicle. sgt det cpl lt')).toBeNull();
    expect(unread('stolen vehicle. garcia martinez lopez smith')).toBeNull();
    for (const word of ['investigation', 'inquiry', 'probe'])
      expect(unread(`stolen vehicle. ${word}`)).toBeNull();
  });

  test.each(['need', 'needs', 'find'])('`%s` is what a query is for', (need) => {
    const asked = 'he who';
    for (const what of ['vehicle', 'plate', 'direction', 'route', 'path']) {
      expect(unread(`stolen car, ${need} ${what}`)).toBeNull();
      expect(unread(`stolen car, ${need} white ${what}`)).toBeNull();
      expect(wordsIn(`stolen car, ${asked} ${need} ${what}`)).not.toContain(need);
    }
  });

  test('of belief, health and assembly are of the case at a place, in a name and of a victim', () => {
    for (const word of ['gay', 'mosque', 'pregnant', 'vigil']) {
      const told = [
        ...[
          `victim is a small ${word} man`,
          `car seen in a lot near the ${word}`,
          `taken from an ${word} man`,
        ],
        ...[`car parked by a ${word} store`, `car left on ${word} street`],
      ];
      expect(told.filter((one) => unread(`stolen vehicle, ${one}`) !== null)).toEqual([]);
    }
  });

  test('of belief, health and assembly hold a clause without a crime, of worship and public events two of them', () => {
    for (const word of ['gay', 'pregnant']) {
      expect(unread(`stolen vehicle, ${word} driver`)).toBe(`unfamiliar_words: ${word}`);
      expect(unread(`stolen vehicle, victim gone, ${word} driver`)).toBe(`unfamiliar_words: ${word}`);
    }
    expect(unread('stolen vehicle, vigil')).toBe('unfamiliar_words: vigil');
    expect(unread('stolen vehicle, church')).toBeNull();
    expect(unread('stolen vehicle, mosque, church')).toBe('unfamiliar_words: mosque church');
  });
});
