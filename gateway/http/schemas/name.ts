/** Texts that name somebody or something, and stand in one line with others on screens and in reports. */
import type { Shape } from './shapes.ts';

/**
 * What a terminal obeys, what turns the direction of a text, and what has no shape of its own: by those a name could show as
 * another. In escapes that every reader of JSON Schema knows; the commands make the rest visible (Unicode Cc, Cf, Zl, Zp).
 */
const UNSEEN =
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb';
const LINE = `^[^${UNSEEN}]*$`;
/** The same, and not only blanks. */
const NAME = `^ *[^\\s${UNSEEN}][^${UNSEEN}]*$`;

export const line = (maxLength: number): Shape<string> => ({
  ...{ type: 'string', minLength: 1, maxLength, pattern: LINE },
});

export const name = (maxLength: number): Shape<string> => ({ ...line(maxLength), pattern: NAME });

export const isPatternOfNames = (pattern: unknown) => pattern === LINE || pattern === NAME;
