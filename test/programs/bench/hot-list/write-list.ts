/** Invented NCIC extracts of any length, the same for the same numbers, written without holding them. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const LETTERS = 'VPFM';

/** Plates in no order, and none twice below 36^6 numbers. */
export function plateOf(number: number): string {
  return `Z${((number * 1_000_003) % 2_176_782_336).toString(36).toUpperCase().padStart(6, '0')}`;
}

function record(number: number, text: string): string {
  const nic = String(number % 1_000_000_000).padStart(9, '0');
  const plate = plateOf(number).padEnd(10);
  return `${LETTERS[number % 4]}${nic}COTST000020260403${plate}CO2026PC2003CHEVSUBLLBLK    ${text}\n`;
}

/** So many rows, each with the text that is said of it. */
export async function writeList(
  path: string,
  count: number,
  textOf: (number: number) => string = () => 'STOLEN VEHICLE NCIC',
): Promise<void> {
  const rows = function* () {
    yield 'NCIC LPR EXTRACT\n';
    for (let start = 0; start < count; start += 1_000) {
      let text = '';
      for (let number = start; number < Math.min(start + 1_000, count); number += 1)
        text += record(number, textOf(number));
      yield text;
    }
  };
  await pipeline(Readable.from(rows()), createWriteStream(path));
}

/** The given rows only. */
export async function writeRows(path: string, numbers: readonly number[], text: string): Promise<void> {
  const rows = ['NCIC LPR EXTRACT\n', ...numbers.map((number) => record(number, text))];
  await pipeline(Readable.from(rows), createWriteStream(path));
}
