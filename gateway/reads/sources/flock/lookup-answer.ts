/** A page of the vendor's answer to a look-up, as far as anything of it is used, and whether it is one. */
import { Ajv } from 'ajv';
import { TEXT } from '../../read.schema.ts';
import { FlockFault } from './flock-fault.ts';

/** A `LicensePlateRead` of the interface's description. */
export interface VendorRead {
  readonly id: string;
  /** RFC 3339, with microseconds. */
  readonly capturedAt: string;
  readonly plate: { readonly plate: string; readonly confidence: number };
  readonly state?: { readonly state: string } | null;
  readonly device: {
    readonly id: string;
    readonly name: string;
    readonly network: { readonly id: string };
    readonly location?: { readonly latitude?: number | null; readonly longitude?: number | null } | null;
  };
}

export interface LookupAnswer {
  readonly results: readonly VendorRead[];
  /** The number on all pages. */
  readonly totalItems: number;
  readonly nextPageId?: string | null;
}

const text = (maxLength: number) => ({ type: 'string', pattern: TEXT, maxLength }) as const;
const object = (properties: object, required: readonly string[] = Object.keys(properties)) =>
  ({ type: 'object', properties, required }) as const;
/** Allows a member to be left out, or null. */
const maybe = (schema: object) => ({ anyOf: [{ type: 'null' }, schema] }) as const;
const number = (minimum: number, maximum: number) => ({ type: 'number', minimum, maximum }) as const;

const read = object(
  {
    id: text(200),
    capturedAt: {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)$',
    },
    plate: object({ plate: text(40), confidence: number(0, 1) }),
    state: maybe(object({ state: text(40) })),
    device: object(
      {
        ...{ id: text(200), name: text(200), network: object({ id: text(200) }) },
        location: maybe(
          object({ latitude: maybe(number(-90, 90)), longitude: maybe(number(-180, 180)) }, []),
        ),
      },
      ['id', 'name', 'network'],
    ),
  },
  ['id', 'capturedAt', 'plate', 'device'],
);

/** Ignores whatever else the vendor sends: its interface may grow. */
const validate = new Ajv({ strict: true, strictRequired: false }).compile<LookupAnswer>(
  object(
    {
      results: { type: 'array', items: read },
      totalItems: { type: 'integer', minimum: 0 },
      nextPageId: maybe(text(1_000)),
    },
    ['results', 'totalItems'],
  ),
);

/** Names of members by which an answer says of itself that it is not an answer, or not all of it. */
const NOT_WHOLE = /error|^fault|partial|incomplete|truncated|time_?out/i;

/** True if a member says something: a service may write `"error": null` into every answer. */
const isSaid = (value: unknown) =>
  Array.isArray(value) ? value.length > 0 : value !== null && value !== false && value !== 0 && value !== '';

/**
 * @throws FlockFault `malformed` for anything else: one read that cannot be understood may be any read, and an error
 * with an empty list says nothing of what there is
 */
export function readAnswer(body: unknown): LookupAnswer {
  if (!validate(body)) throw new FlockFault('malformed');
  const said = Object.entries(body).filter(([, value]) => isSaid(value));
  if (said.some(([name]) => NOT_WHOLE.test(name))) throw new FlockFault('malformed');
  return body;
}
