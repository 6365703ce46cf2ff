/** Hot lists, hits, and how they are exchanged. */
import { validateEndpoint, validatePush, validateSource } from '../hot-lists/exchange.schema.ts';
import { validateHitSearch, validateSince } from '../hot-lists/hot-list-search.schema.ts';
import { validateStandingQuery } from '../hot-lists/standing-query.schema.ts';
import { receipt } from './answers.ts';
import { json, type Operation } from './operation.ts';
import { count, flag, list, object, oneOf, orNull, type Schema, text, time, uuid } from './shapes.ts';

const any: Schema = { type: 'object' };
const scope = 'alpr.admin';
const states = oneOf('unconfirmed', 'confirmed', 'dismissed');

const hotList = object(
  {
    id: uuid,
    name: text,
    kind: oneOf('imported', 'standing'),
    purpose: orNull(text),
    entries: count,
    importedAt: orNull(time),
    layout: orNull(text),
    restricted: count,
    counts: orNull(any),
    asks: orNull(text),
    ofPartner: flag,
  },
  ...['layout', 'restricted', 'counts', 'asks', 'ofPartner'],
);

const hit = object(
  {
    hitId: uuid,
    status: states,
    verify: flag,
    list: text,
    entry: count,
    matchedAt: time,
    releaseId: uuid,
    reads: list(any),
    receipt,
  },
  ...['matchedAt', 'releaseId', 'receipt'],
);

const decided = json('Decided.', { $id: 'DecidedHit', ...object({ hitId: uuid, status: states }) });

const post = (
  path: string,
  summary: string,
  body: { schema: unknown } | null,
  answers: Operation['answers'],
) =>
  ({
    method: 'post',
    path,
    summary,
    scope,
    idempotent: false,
    answers,
    ...(body === null ? {} : { body: body.schema as Schema }),
  }) as const;

export const hotListOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/hot-lists',
    summary: 'Hot lists: all for the owner, for a partner its own and those that it may get.',
    scope: 'either',
    answers: { 200: json('The lists.', { $id: 'HotLists', ...object({ hotLists: list(hotList) }) }) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/{id}/entries',
    summary: 'Entries that came or went since a position: a release.',
    scope: 'alpr.query',
    search: validateSince.schema as Schema,
    answers: {
      200: json('Entries; come again with `since` = `next`.', {
        $id: 'HotListEntries',
        ...object({
          releaseId: uuid,
          list: object({ id: uuid, name: text }),
          entries: list(any),
          next: text,
          more: flag,
          notice: text,
          receipt,
        }),
      }),
    },
  },
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/entries',
    summary: 'Enter a standing query into the list of one’s own, `own`.',
    scope: 'alpr.query',
    body: validateStandingQuery.schema as Schema,
    answers: { 201: json('Entered, or held for review.', any) },
  },
  {
    method: 'get',
    path: '/v1/hits',
    summary: 'Hits: each is a release for a partner; all for the owner.',
    scope: 'either',
    search: validateHitSearch.schema as Schema,
    answers: {
      200: json('Hits, unconfirmed until a person says otherwise.', {
        $id: 'Hits',
        ...object({ hits: list(hit), notice: text }, 'notice'),
      }),
    },
  },
  post('/v1/hits/{id}/confirm', 'A person has verified plate and state.', null, { 200: decided }),
  post('/v1/hits/{id}/dismiss', 'It was none.', null, { 200: decided }),
  {
    method: 'get',
    path: '/v1/hot-lists/jobs',
    summary: 'How the jobs stand.',
    scope,
    answers: { 200: json('Counts and the newest failures.', any) },
  },
  post('/v1/hot-lists/sources', 'Where a list comes from, and how often.', validateSource, {
    201: json('Kept.', object({ list: text })),
  }),
  post('/v1/hot-lists/{id}/sync', 'Fetch a list now.', null, {
    202: json('Ordered.', object({ job: text })),
  }),
  post('/v1/hot-lists/{id}/pushes', 'Send changes of a list to a partner.', validatePush, {
    201: json('Kept.', object({ list: uuid, partner: text })),
  }),
  post('/v1/agencies/{ori}/endpoint', 'Where a partner is told of hits.', validateEndpoint, {
    201: json('Kept; the secret is shown once.', object({ partner: text, url: text, secret: text })),
  }),
];
