/** The source of a list, as administrators send it; sources and jobs, as they are shown. */
import { compileSchema } from '../../http/schema.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  partial,
  type Shape,
  type TypeOf,
  text,
  time,
  uuid,
} from '../../http/schemas/shapes.ts';
import { bodyOf } from '../../http/schemas/terms.ts';
import { SOURCE_TERMS } from './source.terms.ts';

const source = bodyOf(SOURCE_TERMS);

export type SourceBody = TypeOf<typeof source>;

export const validateSource = compileSchema({
  $id: 'HotListSource',
  examples: [
    {
      ...{ list: 'stolen-vehicles', layout: 'csv', url: 'https://lists.example.gov/stolen.csv' },
      everySeconds: 3600,
    },
  ],
  ...source,
});

export const validateSync = compileSchema({ $id: 'HotListSync', ...partial({ allowShrink: flag }) });

export const validateMatching = compileSchema({ $id: 'HotListMatching', ...object({ lookalike: flag }) });

export const shownSources = {
  $id: 'HotListSources',
  ...object({
    sources: list(
      object({
        id: uuid,
        list: text,
        layout: orNull(text),
        url: text,
        purpose: orNull(text),
        partner: orNull(text),
        everySeconds: count,
        fetchedAt: orNull(time),
        nextAt: time,
        fault: orNull(text),
        retryAt: orNull(time),
      }),
    ),
  }),
};

export type ShownSource = TypeOf<typeof shownSources>['sources'][number];

export const removedSource = {
  $id: 'RemovedHotListSource',
  ...object({ id: uuid, list: text, status: oneOf('removed') }),
};

export const shownJob = {
  $id: 'Job',
  ...object({
    id: uuid,
    kind: oneOf('hit_notice', 'hit_caution', 'list_push', 'list_fetch', 'vendor_list', 'mail_notice'),
    status: oneOf('waiting', 'done', 'refused', 'dead'),
    attempts: count,
    fault: orNull(text),
    list: orNull(text),
    partner: orNull(text),
    madeAt: time,
    endedAt: orNull(time),
  }),
};

export type ShownJob = TypeOf<typeof shownJob>;

/** The gateway's own hot list at a vendor that keeps the reads. */
const shownVendorList = object({
  entries: count,
  verifiedAt: orNull(time),
  otherSubscriptions: count,
  fault: orNull(text),
});

export const shownJobs = {
  $id: 'Jobs',
  ...object({
    waiting: count,
    dead: count,
    // Seconds that the oldest due job has waited.
    lag: { type: 'number', minimum: 0 } as Shape<number>,
    redis: text,
    failures: list(shownJob),
    vendor: orNull(shownVendorList),
  }),
};

export type ShownJobs = TypeOf<typeof shownJobs>;
