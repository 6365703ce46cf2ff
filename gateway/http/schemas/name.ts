/** Shapes texts that name somebody or something, and share a line with others on screens and in reports. */
import type { Shape } from './shapes.ts';

/**
 * Characters that a terminal obeys, that turn the direction of a text, or that have no shape: they could
 * disguise a name. The escapes are in JSON Schema; commands make the rest visible (Unicode Cc, Cf, Zl, Zp).
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
