/**
 * Folds a justification to plain lower-case letters, digits and separators, undoing what hides a word from a
 * reader of codes but not of glyphs: URL and HTML encoding, Unicode look-alikes, accents, invisible characters.
 */
import confusables from './confusables.json' with { type: 'json' };
import { decodeEscapes } from './decode-escapes.ts';

const LOOKALIKES: ReadonlyMap<string, string> = new Map(
  Object.entries(confusables.letters).flatMap(([plain, glyphs]) =>
    glyphs.split(' ').map((glyph): [string, string] => [glyph, plain]),
  ),
);

/** First and last code points, in order, of what is drawn as nothing or only changes the glyph before it. */
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
  for (const [first, last] of INVISIBLE) if (point <= last) return point >= first;
  return false;
}

/** The code points where alphabets begin that Unicode maps to no letters: white on black, and flags. */
const ENCLOSED = [0x1f150, 0x1f170, 0x1f1e6];

function enclosedLetter(point: number): string | null {
  const first = ENCLOSED.find((start) => point >= start && point < start + 26);
  return first === undefined ? null : String.fromCharCode(0x61 + point - first);
}

const FOREIGN = /[^\t\n\r -~]/;

/** Looks a glyph up before and after lower-casing: some pairs are alike in one case only. */
function lookalike(glyph: string): string | undefined {
  return LOOKALIKES.get(glyph) ?? LOOKALIKES.get(glyph.toLowerCase());
}

function foldGlyph(glyph: string): string {
  // Looked up whole first, since Unicode decomposes some that look Latin into other letters.
  const whole = lookalike(glyph);
  if (whole !== undefined) return whole;
  let folded = '';
  for (const part of glyph.normalize('NFKD')) {
    const point = part.codePointAt(0) as number;
    if (!isInvisible(point)) folded += lookalike(part) ?? enclosedLetter(point) ?? part;
  }
  return folded;
}

/** The planes in which letters are drawn. What lies above folds to nothing or to no letter, and is folded each time. */
const REMEMBERED = 0x20000;
const remembered = new Array<string | undefined>(REMEMBERED);

function foldPoint(point: number): string {
  const known = remembered[point];
  if (known !== undefined) return known;
  const folded = foldGlyph(String.fromCodePoint(point));
  if (point < REMEMBERED) remembered[point] = folded;
  return folded;
}

/**
 * Returns the most characters a text may grow to. Some glyphs stand for a whole sentence (U+FDFA: eighteen
 * characters), and a text of them would cost many times what any other of its length does.
 */
const mostOf = ({ length }: string) => 1.5 * length + 64;

/** Folds the text until it has grown to `most` characters. */
function fold(text: string, most: number): string {
  if (!FOREIGN.test(text)) return text;
  let folded = '';
  for (let at = 0; at < text.length && folded.length <= most; at++) {
    const point = text.codePointAt(at) as number;
    if (point > 0xffff) at++;
    folded += foldPoint(point);
  }
  return folded;
}

/** `w/ I-247`, `w/o plates`: else the letter is taken for one of a word typed letter by letter. `w/c` is another. */
const ABBREVIATED = /(?<!\S)w\/(o\b)?(?!\w\/|c\b)/g;

export interface Normalised {
  readonly text: string;
  /** False where the text would have become more than half as long again: its end was not read. */
  readonly isWhole: boolean;
}

/**
 * Returns the text in lower case, decoded, compatibility-folded (NFKC's mappings, by way of NFKD so that
 * accents come off), look-alike letters replaced, invisible ones gone. Takes any string, in linear time.
 */
export function normaliseAll(text: string): Normalised {
  const most = mostOf(text);
  const once = fold(text, most);
  // An escape may itself stand for a letter of another alphabet.
  const decoded = decodeEscapes(once);
  const folded = decoded === once ? once : fold(decoded, most);
  return {
    text: folded
      .toLowerCase()
      .replace(ABBREVIATED, (_, without?: string) => (without === undefined ? 'with ' : 'without ')),
    isWhole: once.length <= most && folded.length <= most,
  };
}

/** Normalizes the text as far as it is read. */
export function normalise(text: string): string {
  return normaliseAll(text).text;
}
