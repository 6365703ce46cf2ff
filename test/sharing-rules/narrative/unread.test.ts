/** What is not understood cannot pass: beside a crime, more than a few words that are not about a case wait for a person. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

function unread(justification: string): string | null {
  const found = screen({ code: 'stolen_vehicle', justification }).find(
    ({ code }) => code === 'narrative_unread',
  );
  return found === undefined
    ? null
    : `${found.detail}: ${(found.found ?? []).map(({ words }) => words).join(' ')}`;
}

describe('words behind a true crime', () => {
  test.each([
    [
      'stolen vehicle, driver was told by a judge to leave the country',
      'unfamiliar_words: told judge country',
    ],
    ['stolen vehicle, wants the address of councilman Ortiz', 'unfamiliar_words: wants address councilman'],
    ['stolen vehicle who attends prayers there', 'unfamiliar_words: who attends prayers there'],
    ['stolen vehicle, is not a national', 'unfamiliar_words: national'],
    ['stolen vehicle, он нелегал', 'other_script: '],
    ['stolen vehicle 移民局', 'other_script: 移民局'],
    ['入室盗窃 26-20915 嫌疑车辆为白色厢式货车', 'other_script: 入室盗窃'],
    ['stolen vehicle, meine Exfrau', 'unfamiliar_words: meine'],
    ['stolen vehicle near the mosque, prayers on Friday', 'unfamiliar_words: mosque prayers'],
    ['stolen vehicle, gay club regulars', 'unfamiliar_words: gay'],
    ['stolen vehicle, pregnant driver', 'unfamiliar_words: pregnant'],
    ['stolen vehicle, school board critic', 'unfamiliar_words: school'],
    ['stolen vehicle, run for a realtor we know', 'unfamiliar_words: realtor we know'],
    ['stolen vehicle, who was parked at the mosque Friday', 'unfamiliar_words: who mosque'],
    ['stolen vehicle, need addresses of the neighbors', 'unfamiliar_words: need addresses'],
    ['stolen vehicle, then he went there while it was his', 'unfamiliar_words: then he went there it'],
    ['stolen vehicle, driver Wants His Country back', 'unfamiliar_words: wants country'],
    ['stolen vehicle, Zorblat Quibbling Vandeputte Oyelaran Mbeki', 'unfamiliar_words: '],
  ])('are held and named: `%s`', (text, words) => {
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

  test('count within a stretch: spread over a long story, a few are understood from it', () => {
    const told =
      'stolen silver Honda from the driveway, keys left inside, suspect fled south on foot with tools from the garage';
    expect(unread(`zorblat ${told} quibbling`)).toBeNull();
    expect(unread(`zorblat quibbling ${told}`)).toBe('unfamiliar_words: zorblat quibbling');
  });

  test('of whom and when hold nothing alone, and count beside one that says more', () => {
    expect(unread('stolen vehicle, then he left on foot with tools')).toBeNull();
    expect(unread('stolen vehicle, he quibbled')).toBe('unfamiliar_words: he quibbled');
  });

  test('are not named beside what is refused, nor where nothing happened', () => {
    expect(unread('stolen vehicle, ICE detainer, он нелегал')).toBeNull();
    expect(unread('убийство')).toBe('other_script: убийство');
    expect(unread('робб')).toBe('other_script: робб');
    expect(unread('роб')).toBeNull();
    expect(unread('driver was told by a judge to leave the country')).toBeNull();
  });

  test('names in a name’s frame are taken on trust up to three', () => {
    expect(unread('stolen vehicle at Zabriskie, near Quillan, from Vandeputte')).toBeNull();
    expect(
      unread('stolen vehicle at Zabriskie, near Quillan, from Vandeputte, by Oyelaran at Mbeki'),
    ).not.toBeNull();
  });

  test('of ranks, names and inquiry are of any case', () => {
    expect(unread('stolen vehicle. sgt det cpl lt')).toBeNull();
    expect(unread('stolen vehicle. garcia martinez lopez smith')).toBeNull();
    expect(unread('stolen vehicle. investigation inquiry probe')).toBeNull();
  });

  test.each(['need', 'needs', 'needed', 'find'])('`%s` is what a query is for', (need) => {
    for (const what of ['vehicle', 'plate', 'direction', 'route', 'path']) {
      expect(unread(`stolen vehicle, ${need} ${what}`)).toBeNull();
      expect(unread(`stolen vehicle, ${need} white ${what}`)).toBeNull();
      expect(unread(`stolen vehicle, ${need}, ${what}`)).toBe(`unfamiliar_words: ${need}`);
    }
    expect(unread(`stolen vehicle, ${need}`)).toBe(`unfamiliar_words: ${need}`);
  });

  test('count within twelve words, and five of them are named', () => {
    const between = (words: number) => `stolen vehicle zorblat${' car'.repeat(words)} quibbling`;
    expect(unread(between(10))).toBe('unfamiliar_words: zorblat quibbling');
    expect(unread(between(11))).toBeNull();
    expect(unread('stolen vehicle zorblat quibbling zorblix quobbing zyxwar qubbliz')).toBe(
      'unfamiliar_words: zorblat quibbling zorblix quobbing zyxwar',
    );
  });

  test('of belief, health and assembly are of the case at a place, in a name and of a victim', () => {
    for (const word of ['gay', 'mosque', 'pregnant', 'vigil']) {
      expect(unread(`stolen vehicle, ${word} driver`)).toBe(`unfamiliar_words: ${word}`);
      const told = [
        ...[
          `victim is a small ${word} man`,
          `car seen in a lot near the ${word}`,
          `taken from an ${word} man`,
        ],
        ...[`car parked by a ${word} store`, `car left on ${word} street`],
      ];
      expect(told.filter((one) => unread(`stolen vehicle, ${one}`) !== null)).toEqual([]);
      expect(unread(`stolen vehicle, victim gone, ${word} driver`)).toBe(`unfamiliar_words: ${word}`);
    }
  });
});
