/**
 * The JSON Schema of a query's body (design: "what the outside sees"). Unknown fields are refused (C.R.S. 24-74-104).
 */
import type { Query } from '../../sharing-rules/terms/query.ts';
import { STATES } from '../../sharing-rules/terms/states.ts';
import { compileSchema } from '../http/schema.ts';

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
const ORI = text(16);

export const querySchema = {
  $id: 'Query',
  type: 'object',
  additionalProperties: false,
  required: ['purpose', 'from', 'to'],
  oneOf: [{ required: ['plate'] }, { required: ['area'] }],
  properties: {
    purpose: {
      type: 'object',
      additionalProperties: false,
      required: ['code'],
      properties: {
        code: text(64),
        offense: {
          type: 'object',
          additionalProperties: false,
          required: ['system', 'code'],
          properties: { system: { enum: ['nibrs', 'ncic', 'crs'] }, code: text(32) },
        },
        caseNumber: text(64),
        justification: { type: 'string', maxLength: 2000 },
        supervisor: text(128),
        // As the partner's own system exports it, free text included: see `dropDown` of `/v1/purposes`.
        dropDown: text(500),
        judicialProcess: {
          type: 'object',
          additionalProperties: false,
          required: ['kind', 'court', 'docket', 'judge', 'issuedOn'],
          properties: {
            kind: { enum: ['arrest_warrant', 'search_warrant', 'subpoena', 'court_order'] },
            court: text(200),
            docket: text(100),
            judge: text(128),
            issuedOn: { type: 'string', format: 'date' },
            documentSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
            affirmation: { type: 'boolean' },
          },
        },
      },
    },
    onBehalfOf: {
      type: 'object',
      description:
        'The officer for whom a system asks. A person asks as herself: another officer named here is judged beside her, and the stricter answer holds; she alone is charged.',
      additionalProperties: false,
      required: ['id', 'name', 'ori'],
      properties: { id: text(64), name: text(128), ori: ORI },
    },
    plate: {
      type: 'object',
      additionalProperties: false,
      required: ['number'],
      properties: {
        number: text(16),
        state: { enum: STATES },
        match: { enum: ['exact', 'lookalike', 'partial'] },
      },
    },
    area: {
      type: 'object',
      oneOf: [
        {
          additionalProperties: false,
          required: ['cameras'],
          properties: { cameras: { type: 'array', minItems: 1, maxItems: 100, items: text(64) } },
        },
        {
          additionalProperties: false,
          required: ['lat', 'lon', 'radiusMetres'],
          properties: {
            lat: { type: 'number', minimum: -90, maximum: 90 },
            lon: { type: 'number', minimum: -180, maximum: 180 },
            radiusMetres: { type: 'number', minimum: 1, maximum: 100_000 },
          },
        },
      ],
    },
    from: { type: 'string', format: 'date-time' },
    to: { type: 'string', format: 'date-time' },
    limit: { type: 'integer', minimum: 1, maximum: 200 },
  },
} as const;

/** A query as it is sent: times as RFC 3339 text, `match` and `limit` optional. */
type QueryBody = Omit<Query, 'from' | 'to' | 'limit' | 'plate'> & {
  readonly from: string;
  readonly to: string;
  readonly limit?: number;
  readonly plate?: { number: string; state?: string; match?: 'exact' | 'lookalike' | 'partial' };
};

export const validateQuery = compileSchema<QueryBody>(querySchema);

/** Names the page that comes next. */
export const validateCursor = compileSchema<{ readonly cursor: string }>({
  $id: 'Cursor',
  type: 'object',
  additionalProperties: false,
  required: ['cursor'],
  properties: { cursor: { type: 'string', minLength: 1, maxLength: 8192, pattern: '^[A-Za-z0-9_-]+$' } },
});
