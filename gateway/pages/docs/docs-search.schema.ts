/** The words that somebody searches the guides for. */
import { compileSchema } from '../../http/schema.ts';
import { object, text } from '../../http/schemas/shapes.ts';

export const LONGEST_SEARCH = 100;

export const validateDocsSearch = compileSchema(object({ q: { ...text, maxLength: LONGEST_SEARCH } }, 'q'));
