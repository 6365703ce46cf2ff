/** A citation of immigration law (title 8, the INA, its forms) is refused whatever stands before or behind it. */
import { describe, expect, test } from '@jest/globals';
import { screen } from '../../../sharing-rules/narrative/screen.ts';

const CITATIONS = [
  ...[
    '8 USC',
    '8 U.S.C.',
    '8 U.S.C. 1326',
    '8 USC § 1325(a)',
    '8 U. S. C. § 1326(b)(2)',
    '8-USC-1326',
    '8 USCA 1326',
  ],
  ...[
    '8 U.S. Code 1326',
    '8 US Code',
    '8 United States Code',
    '8 CFR 287',
    '8 C.F.R. 239.1',
    '8 § 1326',
    'USC 8',
  ],
  ...['Title 8', 'Title 8, section 1326', 'Title VIII USC', 'USC 1326', '1326 reentry', 'reentry 1326'],
  ...[
    'INA 276',
    'INA § 212(a)',
    'INA sec. 237',
    'INA 274A',
    'section 275 INA',
    '287(g)',
    'I-247',
    'I-205',
    'I 200',
  ],
];
const BEFORE = [
  ...['', 'X/Y. ', 'X/Y, ', 'X/Y ', 'X/Y\n', 'H/R. ', 'S/V; ', 'T/', 'C. D. E. ', 'unit 4 B ', 'Cpl. J. R. '],
  ...['Assault 2 ', 'Assault 2. ', 'Assault 2, ', '2 ', '@', '#', 'vio. ', 'K9 ', 'DV8. '],
];
const BEHIND = ['', ' 2 subjects', ', 2nd veh', '. X/Y', ' a b', ' / z'];

const isRefused = (justification: string) =>
  screen({ code: 'violent_crime', justification }).some(
    ({ code, effect }) => code === 'narrative_immigration' && effect === 'deny',
  );

describe('a citation of immigration law', () => {
  test.each(CITATIONS)('is refused beside a crime, initials and numbers: `%s`', (citation) => {
    const texts = BEFORE.flatMap((before) =>
      BEHIND.map((behind) => `robbery with a gun. ${before}${citation}${behind}`),
    );
    expect(texts.filter((text) => !isRefused(text))).toEqual([]);
  });

  test.each(['vio8 USC', 'T8 USC', 'sec8 CFR', 'robbery 8* USC', '$8 USC'])(
    'is refused where letters or signs cling to its number: `%s`',
    (text) => {
      expect(isRefused(`robbery, ${text}`)).toBe(true);
    },
  );
});

test.each([
  'robbery, 18 USC 2113',
  'robbery, 18 U.S.C. 2119',
  'stolen from 1326 E 70th Ave',
  'burglary, forced entry, 1325 Main St',
  'stolen from unit 8, 1101 E Colfax',
  'robbery, H/R, 8 suspects',
  'theft of 8 units, Ina Lopez is the victim',
])('another law, an address or a count is none: `%s`', (text) => {
  expect(isRefused(text)).toBe(false);
});
