/** Partners' standing queries over HTTP: enter one, list one's own, take one back. */
import { isLasting } from '../../../sharing-rules/right-to-hits.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { mayAsk } from '../../../sharing-rules/terms/who-asks.ts';
import { GatewayError } from '../../faults/errors.ts';
import { limitOf } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { purposeAsSent } from '../../query/parse-incident.ts';
import { requireStatedWords } from '../../query/require-stated-words.ts';
import { findStanding } from '../../release/facts/roster-store.ts';
import { admitted } from '../../sign-in/door.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { findList } from '../lists/hot-lists-store.ts';
import { pendingOfRight } from '../lists/pending-exchange.ts';
import { enterStandingQuery } from './enter-standing-query.ts';
import { type RemoveDeps, removeStandingQuery } from './remove-standing-query.ts';
import { findOwnStandingQueries, type OwnStandingQuery } from './standing-queries-store.ts';
import {
  enteredAnswer,
  ownStandingQueries,
  removedAnswer,
  type StandingQueryBody,
  validateOwnSearch,
  validateStandingQuery,
} from './standing-query.schema.ts';
import { todayOf } from './standing-today.ts';

export type StandingQueryDeps = HotListDeps & RemoveDeps;

const scope = 'alpr.query';

const entered = admitted(
  {
    method: 'post',
    path: '/v1/hot-lists/{id}/entries',
    id: 'enterStandingQuery',
    summary: 'Enter a standing query into the list of one’s own, `own`.',
    scope,
    body: validateStandingQuery,
    answers: { 201: json('Entered: judged now, and again at every notice.', enteredAnswer) },
  },
  async ({ body, by, params }, deps: StandingQueryDeps) => {
    await requireOwn(params.id, by, deps);
    requireStatedWords(body.purpose);
    return enterStandingQuery(deps, by, body);
  },
  { stands: ({ body, by }, deps) => mayStill(by, body, deps) },
);

const removed = admitted(
  {
    method: 'delete',
    path: '/v1/hot-lists/{id}/entries/{entry}',
    id: 'removeStandingQuery',
    summary:
      'Take back a standing query: a person her own, a system any of its agency; once more, it is `gone`. Its hits are ' +
      'listed no more.',
    scope,
    answers: { 200: json('Taken back.', removedAnswer) },
  },
  async ({ by, params }, deps: StandingQueryDeps) => {
    await requireOwn(params.id, by, deps);
    return removeStandingQuery(deps, by, positionOf(params.entry));
  },
);

/** Needs no grant in force, as withdrawing needs none. A person who may not ask is told of none. */
const listed = admitted(
  {
    method: 'get',
    path: '/v1/standing-queries',
    id: 'listStandingQueries',
    summary:
      'Standing queries that have not been taken back: a person’s own, or for a system all of its agency; newest first. ' +
      'Ask for older ones with `before`.',
    scope,
    search: validateOwnSearch,
    answers: {
      200: json('The standing queries; `inForce` is false for one that has ended.', ownStandingQueries),
    },
  },
  async ({ by: subject, search: { before, limit } }, { pool }: StandingQueryDeps) => {
    const page = { before: before === undefined ? null : Number(before), limit: limitOf(limit) };
    const { agencyId, personId } = subject;
    const isHeard = personId === null || mayAsk(await findStanding(pool, agencyId, personId));
    const found = isHeard ? await findOwnStandingQueries(pool, subject, page) : [];
    return {
      standingQueries: found.map(presentOwn),
      before: found.length < page.limit ? null : String(found.at(-1)?.position),
    };
  },
);

export const STANDING_QUERY_ROUTES: readonly Route<StandingQueryDeps>[] = [entered, removed, listed];

function presentOwn({ agencyClass, query, position, list, listName, expiresAt, inForce }: OwnStandingQuery) {
  const { plate, purpose, onBehalfOf = null } = query;
  return {
    ...{ entry: position, list, listName, expiresAt: expiresAt.toISOString(), inForce },
    ...{
      plate,
      purpose: purposeAsSent(purpose),
      onBehalfOf,
      today: todayOf({ agencyClass, expiresAt, query }),
    },
  };
}

/**
 * Returns true if the asker, and the officer the query names, could enter it now: nobody is told of a permit
 * that was withdrawn since. The rest of the day's quota is not checked: nothing leaves.
 */
async function mayStill(
  subject: Subject,
  { onBehalfOf }: Pick<StandingQueryBody, 'onBehalfOf'>,
  { preview, now }: HotListDeps,
): Promise<boolean> {
  const [against = []] = await preview([pendingOfRight(onBehalfOf ?? null, subject, now())]);
  return !against.some(isLasting);
}

/** Accepts only the partner's own list; `own` names it, and it is made with its first entry. */
async function requireOwn(id: string, subject: Subject, { pool }: HotListDeps): Promise<void> {
  if (id === 'own') return;
  const list = await findList(pool, pathId(id, 'hot list'));
  if (list?.kind !== 'standing' || list.agencyId !== subject.agencyId) {
    throw new GatewayError(
      'not_found',
      'no hot list of yours has this id: yours is `/v1/hot-lists/own/entries`',
    );
  }
}

function positionOf(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw new GatewayError('not_found', 'no entry of your standing queries has this number');
}
