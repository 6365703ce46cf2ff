/**
 * What stands between quotation marks where the clause tells that somebody wrote, said or wore it: `"deport them all"
 * sprayed on a house`. Marks alone tell nothing: anybody can type them.
 */
import type { Clause } from './clause-around.ts';

/** Between marks; `susp's` has none, an apostrophe stands in a word. */
const QUOTED = /["“][^"“”]{1,60}["”]|(?<![a-z0-9])'[^'"“”]{1,60}'(?![a-z0-9])/g;
const UTTERED = new RegExp(
  [
    '\\b(?:spray(?:ed)?|painted|tagged|graffiti|scrawled|written|wrote|carved|etched|keyed|yell(?:s|ed|ing)?',
    'scream(?:s|ed|ing)?|shout(?:s|ed|ing)?|chant(?:s|ed|ing)?|slurs?|tattoos?|tattooed|label(?:l?ed)?|brand(?:ed)?',
    'logo|stickers?|decals?|signs?|banners?|hat|cap|shirt|hoodie|vest|nicknamed?|moniker|aka|called|reading|reads)\\b',
  ].join('|'),
);

const SLUR_BEHIND = /^(?:\w+ ){0,3}(?:slurs?|epithets?)\b/;
const SLUR_BEFORE = /\b(?:slurs?|epithets?)(?: \w+)?$/;

/** `wetback used as a slur`: what a victim was called. */
export function isSlur({ before, after }: Clause): boolean {
  return SLUR_BEHIND.test(after.join(' ')) || SLUR_BEFORE.test(before.join(' '));
}

/** `Border Patrol sticker on susp truck`: what is told is how a thing looks. */
const SHOWN_ON =
  /^(?:prot |protest )?(?:sticker|decal|sign|flag|logo|tattoo|magnet|banner)s? on (?:an? |the )?(?:susp|suspect)s?\b/;

export function isShown({ after }: Clause): boolean {
  return SHOWN_ON.test(after.join(' '));
}

/** @param text as `normalise` returns it */
export function isQuoted(text: string, start: number, end: number, { before, after }: Clause): boolean {
  const isBetween = [...text.matchAll(QUOTED)].some(
    ({ 0: quoted, index }) => index < start && end < index + quoted.length,
  );
  return isBetween && UTTERED.test([...before, ...after].join(' '));
}
