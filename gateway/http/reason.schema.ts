/** The reason an administrator gives for an act; it goes into the log entry's detail and nowhere else. */
import { compileSchema } from './schema.ts';
import { object, partial, type Shape } from './schemas/shapes.ts';

const reason: Shape<string> = { type: 'string', minLength: 1, maxLength: 500, pattern: '\\S' };

/** More than blanks and the marks that stand for words which somebody was to fill in. */
export const WORDS = '[^\\s.\u2026?_-]';

/** A reason without which the act is refused. */
export const reasonText: Shape<string> = { ...reason, pattern: WORDS };

export const validateReason = compileSchema({ $id: 'Reason', ...object({ reason: reasonText }) });
/** Validates the body of an act that stops something, and so must not wait for words. */
export const validateOptionalReason = compileSchema({ $id: 'OptionalReason', ...partial({ reason }) });
