/** Lists of every layout, written from the layouts, with synthetic plates. */

/** One NCIC record, fixed width. */
export function ncicRecord(letter: string, plate: string, text = 'SAMPLE', state = 'CO'): string {
  const pad = (value: string, width: number) => value.padEnd(width).slice(0, width);
  return (
    `${letter}${'000000001'}${'COTST0000'}20260403${pad(plate, 10)}${state}2026PC` +
    `${'2003'}${pad('CHEV', 4)}${pad('SUB', 3)}${'LL'}${pad('BLK', 7)}${text}`
  );
}

const NCIC_LETTERS = 'VPRFAMWHCKLTXBN';

/** Every record letter once, one wanted person of an immigration offense, one placeholder, one letter unknown. */
export function ncicSample(): string {
  const rows = [
    'NCIC LPR EXTRACT 20260403',
    ...[...NCIC_LETTERS].map((letter, i) => ncicRecord(letter, `ZZ${letter}${100 + i}`)),
    ncicRecord('W', 'ZZW900', 'WANTED PERSON 0301 ILLEGAL ENTRY'),
    ncicRecord('V', 'UNKN0WN'),
    ncicRecord('Q', 'ZZQ900'),
  ];
  return `${rows.join('\n')}\n`;
}

const CCIC_TYPES = [
  'Attempt To Locate',
  'Felony Warrant',
  'Local Warrant',
  'Reported Lost',
  'Sexual Offender',
  'Stolen/Car Jacking/Ca',
  'Stolen Plate',
  'Stolen Vehicle',
  'Used in Felony or By',
  'Used in Misdemeanor or',
];

export function ccicRecord(plate: string, type: string, vehicle = '2002 FORD FOC BLK'): string {
  return `${plate.padEnd(10)}CO${type.padEnd(22)}${vehicle}`;
}

/** Every list type once, and a placeholder. */
export function ccicSample(): string {
  const rows = CCIC_TYPES.map((type, i) => ccicRecord(`ZZC${100 + i}`, type));
  return ['LICENSE   STLIST TYPE', ...rows, ccicRecord('TEMP', 'Stolen Vehicle'), ''].join('\r\n');
}

/** The bytes as a stream hands them over, cut at `size`. */
export async function* chunked(text: string | Buffer, size = 64 * 1024): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
