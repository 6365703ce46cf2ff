/** Hot lists, hits, and how they are exchanged. */
import { validateStandingQuery } from '../hot-lists/hits/standing-query.schema.ts';
import { validateHitSearch, validateSince } from '../hot-lists/lists/hot-list-search.schema.ts';
import { json, type Operation } from '../http/routes/route.ts';
import { receipt } from '../http/schemas/answers.ts';
import {
  count,
  flag,
  list,
  object,
  oneOf,
  orNull,
  type Schema,
  text,
  time,
  uuid,
} from '../http/schemas/shapes.ts';

const any: Schema = { type: 'object' };
const states = oneOf('unconfirmed', 'confirmed', 'dismissed');

/** As the owner's people see it; a partner sees less. */
export const hotList = object(
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
    lookalike: flag,
  },
  ...(['layout', 'restricted', 'counts', 'asks', 'ofPartner', 'lookalike'] as const),
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
  ...(['matchedAt', 'releaseId', 'receipt'] as const),
);

const decided = json('Decided.', { $id: 'DecidedHit', ...object({ hitId: uuid, status: states }) });

export const hotListOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/v1/hot-lists',
    id: 'listHotLists',
    action: 'read_registry',
    summary: 'Hot lists: all for the owner, for a partner its own and those that it may get.',
    scope: 'either',
    answers: { 200: json('The lists.', { $id: 'HotLists', ...object({ hotLists: list(hotList) }) }) },
  },
  {
    method: 'get',
    path: '/v1/hot-lists/{id}/entries',
    id: 'readHotListEntries',
    summary: 'Entries that came or went since a position: a release.',
    scope: 'alpr.query',
    search: validateSince,
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
    id: 'enterStandingQuery',
    summary: 'Enter a standing query into the list of one’s own, `own`.',
    scope: 'alpr.query',
    idempotent: true,
    body: validateStandingQuery,
    answers: {
      201: json('Entered: judged now, and again at every notice.', {
        $id: 'EnteredStandingQuery',
        ...object({ entry: count, list: uuid, expiresAt: time, decision: any, receipt }),
      }),
    },
  },
  {
    method: 'delete',
    path: '/v1/hot-lists/{id}/entries/{entry}',
    id: 'removeStandingQuery',
    summary:
      'Take back a standing query: a person her own, a system any of its agency; once more, it is `gone`.',
    scope: 'alpr.query',
    answers: {
      200: json('Taken back.', {
        $id: 'RemovedStandingQuery',
        ...object({ list: uuid, entry: count, status: oneOf('removed', 'gone'), receipt }, 'receipt'),
      }),
    },
  },
  {
    method: 'get',
    path: '/v1/hits',
    id: 'listHits',
    action: 'read_hits',
    summary:
      'Hits: each is a release for a partner, and counts as a request (ask with `since` or `limit`); all for the owner. ' +
      'A hit whose officer may get nothing now is left out.',
    scope: 'either',
    search: validateHitSearch,
    answers: {
      200: json('Hits, unconfirmed until a person says otherwise.', {
        $id: 'Hits',
        ...object({ hits: list(hit), notice: text }, 'notice'),
      }),
    },
  },
  {
    method: 'post',
    path: '/v1/hits/{id}/confirm',
    id: 'confirmHit',
    action: 'decide_hit',
    summary: 'A person has verified plate and state.',
    scope: 'alpr.admin',
    answers: { 200: decided },
  },
  {
    method: 'post',
    path: '/v1/hits/{id}/dismiss',
    id: 'dismissHit',
    action: 'decide_hit',
    summary: 'It was none.',
    scope: 'alpr.admin',
    answers: { 200: decided },
  },
];
