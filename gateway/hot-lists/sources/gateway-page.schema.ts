/** A page of another gateway's entries. A newer gateway may say more than we read; what we read must be so. */
import { compileSchema } from '../../http/schema.ts';
import { CURSOR_PATTERN } from '../lists/change-cursor.ts';

export interface RemoteAddition {
  readonly op: 'add';
  /** Names the entry at the other gateway. */
  readonly entry: number;
  readonly plate: string;
  readonly plateState: string | null;
  readonly kind: string;
  readonly effectiveAt: string | null;
  readonly expiresAt: string | null;
}

export interface RemoteRemoval {
  readonly op: 'remove';
  readonly entry: number;
}

export interface GatewayPage {
  readonly entries: readonly (RemoteAddition | RemoteRemoval)[];
  /** `since` of the next request. */
  readonly next: string;
  readonly more: boolean;
}

const entry = { type: 'integer', minimum: 1, maximum: 999_999_999_999_999 } as const;
const time = { type: 'string', format: 'date-time', nullable: true } as const;

export const validateGatewayPage = compileSchema<GatewayPage>({
  type: 'object',
  required: ['entries', 'next', 'more'],
  properties: {
    next: { type: 'string', pattern: CURSOR_PATTERN },
    more: { type: 'boolean' },
    entries: {
      type: 'array',
      maxItems: 10_000,
      items: {
        type: 'object',
        required: ['op', 'entry'],
        oneOf: [
          { properties: { op: { const: 'remove' }, entry } },
          {
            required: ['plate', 'plateState', 'kind', 'effectiveAt', 'expiresAt'],
            properties: {
              op: { const: 'add' },
              entry,
              plate: { type: 'string', maxLength: 32 },
              plateState: { type: 'string', pattern: '^[A-Z]{2}$', nullable: true },
              kind: { type: 'string', maxLength: 64 },
              effectiveAt: time,
              expiresAt: time,
            },
          },
        ],
      },
    },
  },
});
