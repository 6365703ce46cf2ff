/** A query's body as JSON Schema, and what it is answered with. Unknown fields are refused (C.R.S. 24-74-104). */
import { EFFECTS } from '../../sharing-rules/terms/decision.ts';
import {
  ATTESTED,
  OFFENSE_SYSTEMS,
  PLATE_MATCHES,
  type PlateMatch,
  PROCESS_KINDS,
  type Purpose,
  type Query,
} from '../../sharing-rules/terms/query.ts';
import { STATES } from '../../sharing-rules/terms/states.ts';
import { compileSchema } from '../http/schema.ts';
import { askersReasons, receipt } from '../http/schemas/answers.ts';
import { line } from '../http/schemas/name.ts';
import {
  count,
  list,
  object,
  oneOf,
  orNull,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';
import { shownRead } from '../reads/sources/shown-read.schema.ts';
import { type IncidentBody, incidentSchema } from './incident.schema.ts';

const words = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength }) as const;
const ORI = line(16);

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
        code: words(64),
        offense: {
          type: 'object',
          additionalProperties: false,
          required: ['system', 'code'],
          properties: { system: { enum: OFFENSE_SYSTEMS }, code: words(32) },
        },
        caseNumber: words(64),
        justification: { type: 'string', maxLength: 2000 },
        context: {
          type: 'array',
          description:
            'What words of the justification are, where the screen may misread them: logged, and what the reviewer sees first. It turns a refusal for these words into a hold, never into a permit; a false one is misuse.',
          minItems: 1,
          maxItems: 8,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['words', 'is'],
            properties: { words: words(200), is: { enum: ATTESTED } },
          },
        },
        supervisor: line(128),
        // As the partner's own system exports it, free text included: see `dropDown` of `/v1/purposes`.
        dropDown: words(500),
        judicialProcess: {
          type: 'object',
          additionalProperties: false,
          required: ['kind', 'court', 'docket', 'judge', 'issuedOn'],
          properties: {
            kind: { enum: PROCESS_KINDS },
            court: line(200),
            docket: line(100),
            judge: line(128),
            issuedOn: { type: 'string', format: 'date' },
            documentSha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
            affirmation: { type: 'boolean' },
          },
        },
        incident: incidentSchema,
      },
    },
    onBehalfOf: {
      type: 'object',
      description:
        'The officer for whom a system asks. A person asks as herself: another officer named here is judged beside her, and the stricter answer holds; she alone is charged.',
      additionalProperties: false,
      required: ['id', 'name', 'ori'],
      properties: { id: line(64), name: line(128), ori: ORI },
    },
    asker: {
      type: 'object',
      description:
        'The entry by which a gateway said in its own log that it would ask this; taken only from one with which an agreement is in force, and kept in the receipt.',
      additionalProperties: false,
      required: ['origin', 'index', 'leafHash'],
      properties: {
        origin: line(255),
        index: { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
        leafHash: { type: 'string', pattern: '^[A-Za-z0-9+/]{43}=$' },
      },
    },
    plate: {
      type: 'object',
      additionalProperties: false,
      required: ['number'],
      properties: {
        number: words(16),
        state: { enum: STATES },
        match: { enum: PLATE_MATCHES },
      },
    },
    area: {
      type: 'object',
      oneOf: [
        {
          additionalProperties: false,
          required: ['cameras'],
          properties: { cameras: { type: 'array', minItems: 1, maxItems: 100, items: words(64) } },
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

export type PurposeBody = Omit<Purpose, 'incident'> & { readonly incident?: IncidentBody };

/** A query as it is sent: times as RFC 3339 text, `match` and `limit` optional. */
export type QueryBody = Omit<Query, 'from' | 'to' | 'limit' | 'plate' | 'purpose'> & {
  readonly purpose: PurposeBody;
  readonly from: string;
  readonly to: string;
  readonly limit?: number;
  readonly plate?: { number: string; state?: string; match?: PlateMatch };
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

const number: Shape<number> = { type: 'number' };

const obligation = object(
  {
    code: oneOf(
      'verify_before_action',
      'not_before',
      'cap_records',
      'omit_images',
      'review_within',
      'tell_reporter_nothing',
    ),
    at: count,
    records: count,
    hours: number,
  },
  ...(['at', 'records', 'hours'] as const),
);

const decision = { effect: oneOf(...EFFECTS), reasons: askersReasons, obligations: list(obligation) };

export const releaseAnswer = {
  $id: 'Release',
  ...object({
    releaseId: uuid,
    decision: object({ ...decision, rulesRevision: text }),
    reads: list(shownRead),
    next: orNull(text),
    notice: text,
    receipt,
  }),
};

/** A release in compact form: a JWS (RFC 7515), in a JWE (RFC 7516) where the agency has a key registered. */
export const envelope: Shape<string> = {
  $id: 'Envelope',
  type: 'string',
  contentMediaType: 'application/jose',
  pattern: '^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]*){2}((\\.[A-Za-z0-9_-]*){2})?$',
};

export const heldAnswer = {
  $id: 'HeldQuery',
  ...object(
    {
      ...{ queryId: uuid, status: oneOf('held'), detail: text, reasons: askersReasons },
      ...{ expiresAt: time, receipt },
    },
    'expiresAt',
  ),
};

export const dryRunAnswer = {
  $id: 'DryRun',
  ...object({ ...decision, rulesRevision: text, receipt }),
};

export type ReleaseAnswer = TypeOf<typeof releaseAnswer>;
export type HeldAnswer = TypeOf<typeof heldAnswer>;
export type DryRunAnswer = TypeOf<typeof dryRunAnswer>;
