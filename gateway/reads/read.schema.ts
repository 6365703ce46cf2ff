/** A read as cameras' owners deliver it, in NDJSON or CSV, before it is taken into the store. */
import { Ajv } from 'ajv';
import formats from 'ajv-formats';

/** One delivered read; the names are those of the files' keys and columns. */
export interface DeliveredRead {
  /** RFC 3339 with an offset. */
  capturedAt: string;
  plate: string;
  plateState?: string;
  /** 0–1, or 0–100 where the store counts in percent; kept as delivered. */
  confidence?: number;
  cameraId: string;
  cameraName?: string;
  lat?: number;
  lon?: number;
  direction?: string;
  make?: string;
  model?: string;
  color?: string;
  bodyStyle?: string;
  sourceType?: 'fixed' | 'mobile' | 'uas';
  plateImageSha256?: string;
  contextImageSha256?: string;
}

// Neither control characters (PostgreSQL stores no NUL) nor half surrogate pairs; white space is one. Without \p{…}: what
// reads the OpenAPI document may not know it.
export const TEXT = '^[^\\ud800-\\udfff\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]+$';
const text = (maxLength: number) => ({ type: 'string', pattern: TEXT, maxLength }) as const;
const sha256 = { type: 'string', pattern: '^[0-9a-fA-F]{64}$' } as const;

export const deliveredReadSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['capturedAt', 'plate', 'cameraId'],
  dependencies: { lat: ['lon'], lon: ['lat'] },
  properties: {
    capturedAt: { type: 'string', format: 'date-time' },
    plate: { type: 'string', minLength: 1, maxLength: 20 },
    plateState: { type: 'string', pattern: '^[A-Za-z0-9]{2,3}$' },
    confidence: { type: 'number', minimum: 0, maximum: 100 },
    cameraId: text(64),
    cameraName: text(200),
    lat: { type: 'number', minimum: -90, maximum: 90 },
    lon: { type: 'number', minimum: -180, maximum: 180 },
    direction: text(40),
    make: text(60),
    model: text(60),
    color: text(40),
    bodyStyle: text(60),
    sourceType: { type: 'string', enum: ['fixed', 'mobile', 'uas'] },
    plateImageSha256: sha256,
    contextImageSha256: sha256,
  },
} as const;

const ajv = new Ajv({ strict: true });
formats.default(ajv, ['date-time']);

export const validateDeliveredRead = ajv.compile<DeliveredRead>(deliveredReadSchema);
