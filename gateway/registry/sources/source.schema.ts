/** A source of pushed reads as administrators register it, and as it is shown to them. */
import { compileSchema } from '../../http/schema.ts';
import {
  anyObject,
  count,
  list,
  object,
  oneOf,
  orNull,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { bodyOf } from '../../http/schemas/terms.ts';
import { VENDOR_NAMES } from '../../reads/pushed/vendors.ts';
import { READS_SOURCE_TERMS } from './source.terms.ts';
import { PUSH_OUTCOMES } from './source-counts-store.ts';
import { SOURCE_METHODS } from './source-secret.ts';
import { SOURCE_STATUSES } from './sources-store.ts';

const { bodyBytes, readsPerMinute, requestsPerMinute } = READS_SOURCE_TERMS;

export const SOURCE_DEFAULTS = {
  requestsPerMinute: requestsPerMinute.otherwise,
  readsPerMinute: readsPerMinute.otherwise,
  bodyBytes: bodyBytes.otherwise,
} as const;

const source = bodyOf(READS_SOURCE_TERMS);

export const validateReadsSource = compileSchema({
  $id: 'ReadsSource',
  examples: [{ name: 'main-street', vendor: 'rekor_scout', method: 'path', cameraPrefix: 'rekor-' }],
  ...source,
});

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
    // Counts of today and yesterday (UTC).
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

/** A payload in the vendor's form; the vendor's own function judges it, and sets aside what does not fit. */
export const validatePushed = compileSchema({ $id: 'PushedPayload', ...anyObject });

export const takenReads = { $id: 'TakenReads', ...object({ taken: count, setAside: count }) };
