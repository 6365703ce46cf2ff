/** Bodies and searches of reports of misuse. */
import { limitSchema } from '../../http/parse-search.ts';
import { compileSchema } from '../../http/schema.ts';
import type { ReportOutcome, ReportState } from './misuse-reports-store.ts';

const uuid = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' } as const;
const words = { type: 'string', minLength: 1, maxLength: 2000, pattern: '\\S' } as const;

export interface ReportBody {
  readonly kind: string;
  readonly summary: string;
  readonly agency?: string;
  readonly subjectId?: string;
  readonly concerns?: string;
  readonly entries?: readonly number[];
}

export const reportSchema = {
  $id: 'MisuseReport',
  type: 'object',
  additionalProperties: false,
  required: ['kind', 'summary'],
  properties: {
    kind: { type: 'string', pattern: '^[a-z][a-z_]{2,40}$' },
    summary: words,
    agency: { type: 'string', maxLength: 16 },
    subjectId: uuid,
    concerns: uuid,
    entries: { type: 'array', maxItems: 500, items: { type: 'integer', minimum: 0 } },
  },
} as const;

export const assignmentSchema = {
  $id: 'MisuseAssignment',
  type: 'object',
  additionalProperties: false,
  required: ['owner', 'dueAt'],
  properties: { owner: uuid, dueAt: { type: 'string', format: 'date-time' } },
} as const;

export const closingSchema = {
  $id: 'MisuseClosing',
  type: 'object',
  additionalProperties: false,
  required: ['outcome', 'note'],
  properties: { outcome: { enum: ['founded', 'unfounded'] }, note: words },
} as const;

export const validateReport = compileSchema<ReportBody>(reportSchema);
export const validateAssignment = compileSchema<{ owner: string; dueAt: string }>(assignmentSchema);
export const validateClosing = compileSchema<{ outcome: ReportOutcome; note: string }>(closingSchema);

export const validateSearch = compileSchema<{
  readonly state?: ReportState | 'waiting';
  readonly agency?: string;
  readonly after?: string;
  readonly limit?: string;
}>({
  type: 'object',
  additionalProperties: false,
  properties: {
    state: { type: 'string', enum: ['open', 'acknowledged', 'closed', 'waiting'] },
    agency: { type: 'string', maxLength: 16 },
    after: uuid,
    limit: limitSchema,
  },
});
