/** How administrators register a source of pushed reads, and what they are shown of it. */
import { compileSchema } from '../../http/schema.ts';
import {
  anyObject,
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
} from '../../http/schemas/shapes.ts';
import { MOST_CAPTURES } from '../../reads/pushed/pushed-read.ts';
import { VENDOR_NAMES } from '../../reads/pushed/vendors.ts';
import { PUSH_OUTCOMES } from './source-counts-store.ts';
import { SOURCE_METHODS } from './source-secret.ts';
import { SOURCE_STATUSES } from './sources-store.ts';

/** Every cap lets the largest payload through. */
export const FEWEST_READS_PER_MINUTE = MOST_CAPTURES;
/** With a picture of the plate and one of the vehicle in base64; more is an image in full size. */
export const MOST_BODY_BYTES = 4 * 1024 * 1024;

export const SOURCE_DEFAULTS = {
  requestsPerMinute: 600,
  readsPerMinute: 1_200,
  bodyBytes: 1024 * 1024,
} as const;

const between = (minimum: number, maximum: number): Shape<number> => ({ type: 'integer', minimum, maximum });

export const SOURCE_NAME = '^[a-z0-9][a-z0-9-]{0,39}$';

const sourceName: Shape<string> = { type: 'string', pattern: SOURCE_NAME };

const source = object(
  {
    name: sourceName,
    vendor: oneOf(...VENDOR_NAMES),
    method: oneOf(...SOURCE_METHODS),
    cameraPrefix: { type: 'string', pattern: '^[A-Za-z0-9._:-]{1,20}$' } as Shape<string>,
    requestsPerMinute: between(1, 60_000),
    readsPerMinute: between(FEWEST_READS_PER_MINUTE, 600_000),
    bodyBytes: between(1_024, MOST_BODY_BYTES),
  },
  ...(['requestsPerMinute', 'readsPerMinute', 'bodyBytes'] as const),
);

export type SourceBody = TypeOf<typeof source>;

export const validateReadsSource = compileSchema({ $id: 'ReadsSource', ...source });

const shown = {
  id: uuid,
  name: text,
  vendor: oneOf(...VENDOR_NAMES),
  method: oneOf(...SOURCE_METHODS),
  cameraPrefix: text,
  requestsPerMinute: count,
  readsPerMinute: count,
  bodyBytes: count,
  status: oneOf(...SOURCE_STATUSES),
  setBy: uuid,
  setByName: text,
  setAt: time,
  approvedBy: orNull(uuid),
  approvedByName: orNull(text),
  approvedAt: orNull(time),
  endsAt: orNull(time),
};

export const shownReadsSource = { $id: 'ShownReadsSource', ...object(shown) };

export type ShownReadsSource = TypeOf<typeof shownReadsSource>;

export const approvedReadsSource = { $id: 'ApprovedReadsSource', ...object({ ...shown, secret: text }) };

export const shownReadsSources = {
  $id: 'ReadsSources',
  ...object({
    sources: list(shownReadsSource),
    // Of today and yesterday (UTC).
    recent: list(
      object({
        ...{ name: text, taken: count, known: count, setAside: count, refused: count, limited: count },
        newestAt: orNull(time),
      }),
    ),
  }),
};

export type ShownReadsSources = TypeOf<typeof shownReadsSources>;

export const readsSourceDetail = {
  $id: 'ReadsSourceDetail',
  ...object({
    sources: list(shownReadsSource),
    counts: list(
      object({
        day: text,
        outcome: oneOf(...PUSH_OUTCOMES),
        reason: text,
        count,
        newestAt: time,
      }),
    ),
  }),
};

export type ReadsSourceDetail = TypeOf<typeof readsSourceDetail>;

export const removedReadsSource = {
  $id: 'RemovedReadsSource',
  ...object({ name: text, status: oneOf('removed') }),
};

/** As the vendor writes it: judged by the vendor's own function, since what does not fit is set aside and not refused. */
export const validatePushed = compileSchema({ $id: 'PushedPayload', ...anyObject });

export const takenReads = { $id: 'TakenReads', ...object({ taken: count, setAside: count }) };
