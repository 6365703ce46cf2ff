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
  ...['INA 243', 'INA § 264(e)', 'section 266 INA', 'Nationality Act 262', 'USC 1301', 'USC § 1253(a)'],
  ...['8 § 1304(e)', '8 sec. 1306', '18 USC 1546', '18 U.S.C. § 1546(a)', '18USC1546', '18 USCA 1546'],
  ...['18 U.S. Code § 1546', '18 United States Code, section 1546', 'Title XVIII, § 1546', '18 § 1546'],
  ...['section 1546 of title 18', '§ 1546, Title 18', 'USC 18 1546', '18 U.S.C. §§ 1546', '18 USC1546'],
];
const BEFORE = [
  ...['', 'X/Y. ', 'X/Y, ', 'X/Y ', 'X/Y\n', 'H/R. ', 'S/V; ', 'T/', 'C. D. E. ', 'unit 4 B ', 'Cpl. J. R. '],
  ...['Assault 2 ', 'Assault 2. ', 'Assault 2, ', '2 ', '@', '#', 'vio. ', 'K9 ', 'DV8. '],
];
const BEHIND = ['', ' 2 subjects', ', 2nd veh', '. X/Y', ' a b', ' / z'];

const isImmigration = (justification: string, answer: 'deny' | 'review') =>
  screen({ code: 'violent_crime', justification }).some(
    ({ code, effect }) => code === 'narrative_immigration' && effect === answer,
  );
const isRefused = (justification: string) => isImmigration(justification, 'deny');

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

const IDENTITY_THEFT = [
  ...['18 USC 1028A', '18 U.S.C. § 1028A(a)(1)', '18USC1028A', '18 USCA 1028A', '18 U.S. Code § 1028A'],
  ...['title 18 section 1028A', 'section 1028A of title 18', '18:1028A', 'USC 1028A', '18 U.S.C. §§ 1028A'],
];

test.each(IDENTITY_THEFT)(
  'aggravated identity theft is held, not refused, beside its event: `%s`',
  (citation) => {
    const text = `identity theft, opened accounts in the victim's name, ${citation}`;
    expect(isImmigration(text, 'review')).toBe(true);
    expect(isRefused(text)).toBe(false);
  },
);

test.each([
  'identity theft, opened accounts in the victim’s name, C.R.S. 18-5-902',
  'identity theft, 18 USC 1028, victim is a CCPD case',
  'DUI crash, serious injury, sec 1301 and 1402',
  'robbery at 1546 Main St, unit 18',
  'burglary at 1301 E 8 Ave, case 18-1546',
  'theft from apt 8, 1303 Elm St',
  'stolen from 1028A Main St',
])('a Colorado statute, an address or a case number is neither refused nor held as one: `%s`', (text) => {
  expect(isRefused(text) || isImmigration(text, 'review')).toBe(false);
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
