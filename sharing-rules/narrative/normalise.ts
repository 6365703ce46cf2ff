/**
 * Folds a justification to plain lower-case letters, digits and separators, undoing what hides a word from a
 * reader of codes but not of glyphs: URL and HTML encoding, Unicode look-alikes, accents, invisible characters.
 */

import { decodeEscapes } from './decode-escapes.ts';
import confusables from './vocabulary/confusables.json' with { type: 'json' };

const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries(confusables.letters).flatMap(([plain, glyphs]) =>
    glyphs.split(' ').map((glyph): [string, string] => [glyph, plain]),
  ),
);

/** First and last code point of what is drawn as nothing or only changes the glyph before it. */
const INVISIBLE: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x08],
  [0x0b, 0x0c],
  [0x0e, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x300, 0x36f],
  [0x483, 0x489],
  [0x591, 0x5c7],
  [0x610, 0x61a],
  [0x61c, 0x61c],
  [0x64b, 0x65f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x200b, 0x200f],
  [0x202a, 0x202e],
  [0x2060, 0x206f],
  [0x20d0, 0x20ff],
  [0xd800, 0xdfff],
  [0xfe00, 0xfe0f],
  [0xfe20, 0xfe2f],
  [0xfeff, 0xfeff],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d165, 0x1d182],
  [0xe0000, 0xe0fff],
];

function isInvisible(point: number): boolean {
  return INVISIBLE.some(([first, last]) => point >= first && point <= last);
}

/** Where the alphabets begin that Unicode gives no compatibility mapping: white on black, and flags. */
const ENCLOSED = [0x1f150, 0x1f170, 0x1f1e6];

function enclosedLetter(point: number): string | null {
  const first = ENCLOSED.find((start) => point >= start && point < start + 26);
  return first === undefined ? null : String.fromCharCode(0x61 + point - first);
}

const PLAIN = /^[\t\n\r -~]*$/;

/** Looked up before and after lower-casing: some pairs are alike in one case only. */
function lookalike(glyph: string): string | undefined {
  return LOOKALIKES.get(glyph) ?? LOOKALIKES.get(glyph.toLowerCase());
}

function foldGlyph(glyph: string): string {
  // Before it is taken apart: Unicode makes other letters of some that look Latin.
  const whole = lookalike(glyph);
  if (whole !== undefined) return whole;
  let folded = '';
  for (const part of glyph.normalize('NFKD')) {
    const point = part.codePointAt(0) as number;
    if (!isInvisible(point)) folded += lookalike(part) ?? enclosedLetter(point) ?? part;
  }
  return folded;
}

function fold(text: string): string {
  if (PLAIN.test(text)) return text;
  let folded = '';
  for (const glyph of text) folded += PLAIN.test(glyph) ? glyph : foldGlyph(glyph);
  return folded;
}

/** `w/ I-247`, `w/o plates`: else the letter is taken for one of a word typed letter by letter. `w/c` is another. */
const ABBREVIATED = /(?<!\S)w\/(o\b)?(?!\w\/|c\b)/g;

/**
 * The text in lower case, decoded, compatibility-folded (NFKC's mappings, by way of NFKD so that accents come off),
 * with look-alike letters replaced and invisible characters gone. Total: any string has a result. Linear in time.
 */
export function normalise(text: string): string {
  // What was escaped may itself have been written in another alphabet.
  return fold(decodeEscapes(fold(text)))
    .toLowerCase()
    .replace(ABBREVIATED, (_, without?: string) => (without === undefined ? 'with ' : 'without '));
}
