/**
 * What stands between quotation marks where the clause tells that somebody wrote, said or wore it: `"deport them all"
 * sprayed on a house`. Marks alone tell nothing: whoever asks can type them.
 */
import type { Clause } from './clause-around.ts';

/** So many characters a few words take. */
const REACH = 40;
const OPENED = /["“”'][^"“”']*$/;
const CLOSED = /^[^"“”']*["“”']/;
/** `susp's`: an apostrophe inside a word is no mark. */
const APOSTROPHE = /(?<=[a-z0-9])'(?=[a-z0-9])/g;
const MARKS = /["“”']/g;
const UTTERED = new RegExp(
  [
    '\\b(?:spray(?:ed)?|painted|tagged|graffiti|scrawled|written|wrote|carved|etched|keyed|yell(?:s|ed|ing)?',
    'scream(?:s|ed|ing)?|shout(?:s|ed|ing)?|chant(?:s|ed|ing)?|slurs?|tattoos?|tattooed|label(?:l?ed)?|brand(?:ed)?',
    'logo|stickers?|decals?|signs?|banners?|hat|cap|shirt|hoodie|vest|nicknamed?|moniker|aka|called|reading|reads)\\b',
  ].join('|'),
);

/** @param text as `normalise` returns it */
export function isQuoted(text: string, start: number, end: number, { before, after }: Clause): boolean {
  const near = text.slice(0, start).replaceAll(APOSTROPHE, ' ');
  const isOpen = (near.match(MARKS)?.length ?? 0) % 2 === 1 && OPENED.test(near.slice(-REACH));
  const isClosed = CLOSED.test(text.slice(end, end + REACH).replaceAll(APOSTROPHE, ' '));
  return isOpen && isClosed && UTTERED.test([...before, ...after].join(' '));
}
