/** Serves hot lists over HTTP: which there are, and entries since a position (a release each). */
import type { Response } from 'express';
import { isSharedList } from '../../../sharing-rules/hot-list-sharing.ts';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import type { AppendedEntry } from '../../audit/seal-events.ts';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';
import { bodyHeaders } from '../../http/body-headers.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { identityChanged, refusal } from '../../query/answer.ts';
import { admittedByHand } from '../../sign-in/door.ts';
import { parseCursor } from './change-cursor.ts';
import { beginReading, findChanges } from './entries-store.ts';
import { shownEntries, shownLists, validateSince } from './hot-list.schema.ts';
import type { HotListDeps } from './hot-list-deps.ts';
import { findList, findLists, type HotList } from './hot-lists-store.ts';
import { BATCH, pendingOfList } from './pending-exchange.ts';
import { presentForOwner, presentForPartner } from './present-list.ts';
import { entriesBody } from './release-body.ts';

const listed = admittedByHand(
  {
    method: 'get',
    path: '/v1/hot-lists',
    id: 'listHotLists',
    action: 'read_registry',
    summary: 'Hot lists: all for the owner, for a partner its own and those that it may get.',
    scope: 'either',
    answers: { 200: json('The lists.', shownLists) },
  },
  async ({ by, response }, deps: HotListDeps) => {
    const lists = await findLists(deps.pool);
    if (by.kind === 'partner') return sendPermitted(lists, by.subject, response, deps);
    response.set('Cache-Control', 'no-store').json({ hotLists: lists.map(presentForOwner) });
  },
);

const readEntries = admittedByHand(
  {
    method: 'get',
    path: '/v1/hot-lists/{id}/entries',
    id: 'readHotListEntries',
    summary: 'Entries that came or went since a position: a release.',
    scope: 'alpr.query',
    search: validateSince,
    answers: { 200: json('Entries; come again with `since` = `next`.', shownEntries) },
  },
  async ({ by: subject, params, response, search: { since = '0' } }, deps: HotListDeps) => {
    const list = await findList(deps.pool, pathId(params.id, 'hot list'));
    if (list === null || !isSharedList(list)) throw new GatewayError('not_found', 'no hot list has this id');
    const inFlightResponse = deps.inFlight.enter(subject.agencyId);
    try {
      const cursor = since === '0' ? await beginReading(deps.pool, list.id) : parseCursor(since);
      const page = await findChanges(deps.pool, list.id, cursor, BATCH);
      const outcome = await deps.commit(pendingOfList(list, page, subject, deps.now()));
      if (outcome.kind === 'denied') throw refusal(outcome.decision, outcome.appended);
      if (outcome.kind === 'outdated') throw identityChanged();
      if (outcome.kind !== 'released') throw unavailableNow('the registry is changing; ask again');
      const { release } = outcome;
      const body = Buffer.from(entriesBody(release, list, page));
      response.status(200).set(bodyHeaders(body));
      await inFlightResponse.send(response, release.epoch, body);
    } finally {
      inFlightResponse.leave();
    }
  },
);

export const HOT_LIST_ROUTES: readonly Route<HotListDeps>[] = [listed, readEntries];

/** Sends the lists the way releases go: they are not releases, but are told under the same right. */
async function sendPermitted(
  lists: readonly HotList[],
  subject: Subject,
  response: Response,
  deps: HotListDeps,
): Promise<void> {
  const inFlightResponse = deps.inFlight.enter(subject.agencyId);
  try {
    const { seen, epoch } = await permitted(lists, subject, deps);
    const body = Buffer.from(JSON.stringify({ hotLists: seen.map(presentForPartner) }));
    response.status(200).set(bodyHeaders(body));
    await inFlightResponse.send(response, epoch, body);
  } finally {
    inFlightResponse.leave();
  }
}

/**
 * Returns only lists that the partner could get now; if it could get none, throws a refusal that says why.
 * `epoch` is the lowest under which one of them was judged.
 */
async function permitted(
  lists: readonly HotList[],
  subject: Subject,
  deps: HotListDeps,
): Promise<{ readonly seen: HotList[]; readonly epoch: number }> {
  const own = lists.filter(({ agencyId }) => agencyId === subject.agencyId);
  const shared = lists.filter(isSharedList);
  const judged = await Promise.all(
    shared.map(async (list) => ({
      list,
      outcome: await deps.commit({
        ...pendingOfList(list, null, subject, deps.now()),
        kind: 'dry_run',
        foretells: 'standing',
      }),
    })),
  );
  if (judged.some(({ outcome }) => outcome.kind === 'outdated')) throw identityChanged();
  const open = judged.flatMap(({ list, outcome }) =>
    outcome.kind === 'dry_run' && outcome.decision.effect === 'permit'
      ? [{ list, epoch: epochOf(outcome.appended) }]
      : [],
  );
  const [first] = judged;
  if (open.length === 0 && first?.outcome.kind === 'dry_run') {
    throw refusal(first.outcome.decision, first.outcome.appended);
  }
  // Without shared lists a partner is still told of its own, whatever its right.
  const epoch = Math.min(Number.MAX_SAFE_INTEGER, ...open.map((one) => one.epoch));
  return { seen: [...own, ...open.map(({ list }) => list)], epoch };
}

function epochOf({ sealed }: AppendedEntry): number {
  return (JSON.parse(sealed.entry) as { epoch: number }).epoch;
}
