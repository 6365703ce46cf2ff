/**
 * The signal that access has ended: a security event token (RFC 8417) with the event `session-revoked` of OpenID CAEP 1.0.
 * It tells when and whose, and no reason.
 */
import { GatewayError } from '../../faults/errors.ts';
import { compileSchema } from '../../http/schema.ts';

/** The `typ`, by which no other signed text can be passed off as a signal (RFC 8417 §2.3). */
export const SET_TYPE = 'secevent+jwt';
export const SET_MEDIA_TYPE = `application/${SET_TYPE}`;
export const SESSION_REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
/** Asks only whether signals arrive (OpenID SSF 1.0 §8.1.4). */
export const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';

export interface Signal {
  /** The `resource` of the gateway that tells it, and of the one that is told. */
  readonly iss: string;
  readonly aud: string;
  readonly jti: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly sub_id: {
    readonly format: 'complex';
    /** The agency whose access ended, by its ORI. */
    readonly tenant: { readonly format: 'opaque'; readonly id: string };
    /** The officer whose access alone ended, by the id that the agency itself gave. */
    readonly user?: { readonly format: 'opaque'; readonly id: string };
  };
  readonly events: Readonly<Record<string, { readonly event_timestamp?: number; readonly state?: string }>>;
}

const id = (maxLength: number) => ({
  type: 'object',
  additionalProperties: false,
  required: ['format', 'id'],
  properties: { format: { const: 'opaque' }, id: { type: 'string', minLength: 1, maxLength } },
});

const time = { type: 'integer', minimum: 0, maximum: 2 ** 40 } as const;
const words = { type: 'string', maxLength: 200 } as const;

/** CAEP lets the event say more, e.g. reasons: that is neither needed nor kept. */
const payload = {
  type: 'object',
  additionalProperties: false,
  required: ['iss', 'aud', 'jti', 'iat', 'sub_id', 'events'],
  properties: {
    ...{ iss: { type: 'string' }, aud: { type: 'string' }, iat: time, txn: words },
    jti: { type: 'string', minLength: 1, maxLength: 200 },
    sub_id: {
      type: 'object',
      additionalProperties: false,
      required: ['format', 'tenant'],
      properties: { format: { const: 'complex' }, tenant: id(16), user: id(64) },
    },
    events: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      maxProperties: 1,
      properties: {
        [SESSION_REVOKED]: { type: 'object', properties: { event_timestamp: time } },
        [VERIFICATION]: { type: 'object', properties: { state: words } },
      },
    },
  },
} as const;
const validate = compileSchema<Signal>(payload);

const encoded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const EXAMPLE: Signal = {
  ...{
    iss: 'https://alpr.aurora.example',
    aud: 'https://alpr.example.gov',
    jti: 'mark-4711',
    iat: 1_795_000_000,
  },
  sub_id: { format: 'complex', tenant: { format: 'opaque', id: 'CO0010300' } },
  events: { [SESSION_REVOKED]: { event_timestamp: 1_795_000_000 } },
};

/** Describes the body for other programs: a JWS in its compact form, its header, and its payload as it is validated. */
export function signalText(maxLength: number) {
  const header = {
    type: 'object',
    required: ['typ'],
    properties: { typ: { const: SET_TYPE } },
  };
  return {
    type: SET_MEDIA_TYPE,
    schema: {
      ...{ type: 'string', maxLength, pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$' },
      ...{
        contentMediaType: 'application/jwt',
        contentSchema: { type: 'array', prefixItems: [header, payload], items: {} },
      },
    },
    example: [encoded({ alg: 'ES256', kid: '1', typ: SET_TYPE }), encoded(EXAMPLE), 'c2lnbmF0dXJl'].join('.'),
  };
}

/** @throws GatewayError `malformed` that names the member */
export function parseSignal(payload: Buffer): Signal {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    throw new GatewayError('malformed', 'the signal is not JSON in UTF-8');
  }
  if (validate(value)) return value;
  const fault = validate.errors?.[0];
  const member = fault?.instancePath.slice(1).replaceAll('/', '.') || 'the signal';
  throw new GatewayError('malformed', `\`${member}\` ${fault?.message ?? 'is not as it must be'}`);
}
