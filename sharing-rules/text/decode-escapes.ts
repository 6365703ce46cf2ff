/** Undoes the encodings in which exported reasons are found: `Person+Crime`, `%49CE`, `H&amp;R`, `&#73;CE`, `\u0049CE`. */

const ROUNDS = 3;

/** Every repetition is bounded or of one kind of piece, so that a text is read in one pass. */
const ESCAPE = /(?:%[0-9a-f]{2})+|&(?:[a-z]{1,8}|#[0-9]{1,10}|#x[0-9a-f]{1,10});|\\u[0-9a-f]{4}/gi;

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['shy', ''],
]);

const fromHex = (digits: string) => String.fromCharCode(Number.parseInt(digits, 16));

const TAIL = '%[89ab].';

/** RFC 3629 §4. Tested first: an error for each of many runs would cost more than the whole screen. */
const UTF8 = new RegExp(
  `^(?:${[
    '%[0-7].',
    `%(?:c[2-9a-f]|d.)${TAIL}`,
    `%(?:e0%[ab]|e[1-9a-cef]%[89ab]|ed%[89]).${TAIL}`,
    `%(?:f0%[9ab]|f[1-3]%[89ab]|f4%8).${TAIL}${TAIL}`,
  ].join('|')})+$`,
  'i',
);

/** A run of `%XX` as UTF-8, or as Latin-1 where it is not. */
function fromPercent(run: string): string {
  if (UTF8.test(run)) return decodeURIComponent(run);
  return run.replace(/%(..)/g, (_, digits: string) => fromHex(digits));
}

function undo(found: string): string {
  if (found.startsWith('%')) return fromPercent(found);
  if (found.startsWith('\\')) return fromHex(found.slice(2));
  const body = found.slice(1, -1).toLowerCase();
  if (!body.startsWith('#')) return NAMED.get(body) ?? found;
  const point = Number(`0${body.slice(1)}`);
  return point > 0x10ffff ? found : String.fromCodePoint(point);
}

/** Most texts have none: then no more is looked for. */
const BEGINS_ESCAPE = /[%&\\]/;

/** Decodes up to three layers. What is not a valid escape stays as it is. `+` needs nothing: it separates words anyway. */
export function decodeEscapes(text: string): string {
  let decoded = text;
  for (let round = 0; round < ROUNDS && BEGINS_ESCAPE.test(decoded); round++)
    decoded = decoded.replace(ESCAPE, undo);
  return decoded;
}
