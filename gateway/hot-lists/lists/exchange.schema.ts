/**
 * Bodies by which administrators set up exchange: where a list comes from, how it is matched, where a partner is told.
 */
import { compileSchema } from '../../http/schema.ts';
import { LAYOUTS, type Layout } from './layout.ts';

const url = { type: 'string', format: 'uri', maxLength: 2048 } as const;
const ori = { type: 'string', minLength: 9, maxLength: 9 } as const;

export interface SourceBody {
  readonly list: string;
  /** Of files; another gateway has none. */
  readonly layout?: Layout;
  readonly url: string;
  readonly everySeconds: number;
  readonly purpose?: string;
  /** The partner whose entries these are. */
  readonly partner?: string;
}

export const validateSource = compileSchema<SourceBody>({
  $id: 'HotListSource',
  type: 'object',
  additionalProperties: false,
  required: ['list', 'url', 'everySeconds'],
  properties: {
    list: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$' },
    layout: { enum: [...LAYOUTS] },
    url,
    everySeconds: { type: 'integer', minimum: 60, maximum: 604_800 },
    purpose: { type: 'string', minLength: 1, maxLength: 64 },
    partner: ori,
  },
});

export const validateSync = compileSchema<{ allowShrink?: boolean }>({
  $id: 'HotListSync',
  type: 'object',
  additionalProperties: false,
  properties: { allowShrink: { type: 'boolean' } },
});

export const validateMatching = compileSchema<{ lookalike: boolean }>({
  $id: 'HotListMatching',
  type: 'object',
  additionalProperties: false,
  required: ['lookalike'],
  properties: { lookalike: { type: 'boolean' } },
});

export const validateEndpoint = compileSchema<{ url: string }>({
  $id: 'PartnerEndpoint',
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: { url },
});

export const validatePush = compileSchema<{ partner: string }>({
  $id: 'HotListPush',
  type: 'object',
  additionalProperties: false,
  required: ['partner'],
  properties: { partner: ori },
});
