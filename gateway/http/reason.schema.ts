/** The reason an administrator gives for an act; it goes into the log entry's detail and nowhere else. */
import { compileSchema } from './schema.ts';

const reason = { type: 'string', minLength: 1, maxLength: 500, pattern: '\\S' } as const;

/** More than blanks and the marks that stand for words which somebody was to fill in. */
export const WORDS = '[^\\s.\u2026?_-]';

/** Where the act waits for its reason. */
export const reasonText = { ...reason, pattern: WORDS } as const;

export const reasonSchema = {
  $id: 'Reason',
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: { reason: reasonText },
} as const;

/** Where stopping must not wait for words. */
export const optionalReasonSchema = {
  $id: 'OptionalReason',
  type: 'object',
  additionalProperties: false,
  properties: { reason },
} as const;

export const validateReason = compileSchema<{ readonly reason: string }>(reasonSchema);
export const validateOptionalReason = compileSchema<{ readonly reason?: string }>(optionalReasonSchema);
