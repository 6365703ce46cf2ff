/** Bodies and searches of reviews. */
import type { SeenDocument } from '../../../sharing-rules/review.ts';
import { limitSchema } from '../../http/parse-search.ts';
import { reasonText } from '../../http/reason.schema.ts';
import { compileSchema } from '../../http/schema.ts';
import type { ReviewKind, ReviewStatus } from './reviews-store.ts';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength, pattern: '\\S' }) as const;

export const approvalSchema = {
  $id: 'ReviewApproval',
  type: 'object',
  additionalProperties: false,
  required: ['reason'],
  properties: {
    reason: reasonText,
    // What the reviewer read in the court's document; needed where the query rests on one.
    document: {
      type: 'object',
      additionalProperties: false,
      required: ['documentSha256', 'court', 'docket', 'judge', 'issuedOn', 'affirmation'],
      properties: {
        documentSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
        court: text(200),
        docket: text(100),
        judge: text(128),
        issuedOn: { type: 'string', format: 'date' },
        affirmation: { type: 'boolean' },
      },
    },
  },
} as const;

export const validateApproval = compileSchema<{ reason: string; document?: SeenDocument }>(approvalSchema);

export const validateSearch = compileSchema<{
  readonly status?: ReviewStatus | 'waiting' | 'all';
  readonly kind?: ReviewKind;
  readonly agency?: string;
  readonly after?: string;
  readonly limit?: string;
}>({
  type: 'object',
  additionalProperties: false,
  properties: {
    status: {
      type: 'string',
      enum: [
        'waiting',
        'all',
        'held',
        'approved',
        'refused',
        'picked_up',
        'dropped',
        'lapsed',
        'open',
        'sound',
        'unsound',
      ],
    },
    kind: { type: 'string', enum: ['held', 'exigent'] },
    agency: { type: 'string', maxLength: 16 },
    after: { type: 'string', format: 'uuid', pattern: '^[0-9a-f-]{36}$' },
    limit: limitSchema,
  },
});
