/**
 * Folds a justification to plain lower-case letters, digits and separators, undoing what hides a word from a
 * reader of codes but not of glyphs: URL and HTML encoding, Unicode look-alikes, accents, invisible characters.
 */

import { decodeEscapes } from './decode-escapes.ts';
import confusables from './vocabulary/confusables.json' with { type: 'json' };

const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries(confusables.letters).flatMap(([plain, glyphs]) =>
    [...glyphs.replaceAll(' ', '')].map((glyph): [string, string] => [glyph, plain]),
  ),
);

/** Code points that are drawn as nothing or only change the glyph before them. */
function isInvisible(point: number): boolean {
  return (
    (point >= 0x300 && point <= 0x36f) ||
    point === 0xad ||
    point === 0x34f ||
    point === 0x61c ||
    (point >= 0x483 && point <= 0x489) ||
    (point >= 0x591 && point <= 0x5c7) ||
    (point >= 0x610 && point <= 0x61a) ||
    (point >= 0x64b && point <= 0x65f) ||
    point === 0x115f ||
    point === 0x1160 ||
    point === 0x17b4 ||
    point === 0x17b5 ||
    (point >= 0x180b && point <= 0x180f) ||
    (point >= 0x1ab0 && point <= 0x1aff) ||
    (point >= 0x1dc0 && point <= 0x1dff) ||
    (point >= 0x200b && point <= 0x200f) ||
    (point >= 0x202a && point <= 0x202e) ||
    (point >= 0x2060 && point <= 0x206f) ||
    (point >= 0x20d0 && point <= 0x20ff) ||
    point === 0x3164 ||
    (point >= 0xfe00 && point <= 0xfe0f) ||
    (point >= 0xfe20 && point <= 0xfe2f) ||
    point === 0xfeff ||
    point === 0xffa0 ||
    (point >= 0xfff0 && point <= 0xfffb) ||
    (point >= 0xd800 && point <= 0xdfff) ||
    (point >= 0x1bca0 && point <= 0x1bca3) ||
    (point >= 0x1d165 && point <= 0x1d182) ||
    (point >= 0xe0000 && point <= 0xe0fff) ||
    (point < 0x20 && point !== 0x09 && point !== 0x0a && point !== 0x0d) ||
    (point >= 0x7f && point <= 0x9f)
  );
}

const REGIONAL_A = 0x1f1e6;
const SQUARED_RANGES = [0x1f130, 0x1f150, 0x1f170];

/** Letters that Unicode gives no compatibility mapping: flags, and white on black. */
function enclosedLetter(point: number): string | null {
  for (const first of [REGIONAL_A, ...SQUARED_RANGES]) {
    if (point >= first && point < first + 26) return String.fromCharCode(0x61 + point - first);
  }
  return null;
}

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > 0x7e || (unit < 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09)) return false;
  }
  return true;
}

function foldUnicode(text: string): string {
  let folded = '';
  for (const glyph of text.normalize('NFKD')) {
    const point = glyph.codePointAt(0) as number;
    if (point < 0x7f && point >= 0x20) folded += glyph;
    else if (!isInvisible(point)) {
      // Looked up before and after lower-casing: some pairs are alike in one case only.
      folded +=
        LOOKALIKES.get(glyph) ?? LOOKALIKES.get(glyph.toLowerCase()) ?? enclosedLetter(point) ?? glyph;
    }
  }
  return folded.toLowerCase();
}

/**
 * The text in lower case, decoded, compatibility-folded (NFKC's mappings, by way of NFKD so that accents come off),
 * with look-alike letters replaced and invisible characters gone. Total: any string has a result. Linear in time.
 */
export function normalise(text: string): string {
  const folded = isPlain(text) ? text : foldUnicode(text);
  const decoded = decodeEscapes(folded);
  // What was escaped may itself have been written in another alphabet.
  return (decoded === folded || isPlain(decoded) ? decoded : foldUnicode(decoded)).toLowerCase();
}
