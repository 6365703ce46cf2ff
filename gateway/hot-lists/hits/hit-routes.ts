/** Serves hits over HTTP: a partner's own (each a release) or all for the owner, to confirm or dismiss. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Response } from 'express';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { retentionStart } from '../../../sharing-rules/terms/retention.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { bodyHeaders } from '../../http/body-headers.ts';
import { pageOf } from '../../http/page-of.ts';
import { limitOf } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { json, type Operation, type Route } from '../../http/routes/route.ts';
import { identityChanged } from '../../query/answer.ts';
import type { Outcome } from '../../release/commit/commit-releases.ts';
import type { PendingQuery } from '../../release/facts/pending-query.ts';
import { refuseIfRemoved } from '../../release/revoke/grant-right.ts';
import { admitted, admittedByHand } from '../../sign-in/door.ts';
import { decideHit, findAllHits, findExplainedHit, findHitsOf, type Hit } from '../lists/hits-store.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { pendingOfHit, type ScreenedQueries } from '../lists/pending-exchange.ts';
import { hitsBody, type ReleasedHit } from '../lists/release-body.ts';
import { askerOfHit } from './asker-of-hit.ts';
import { type BoundByAgency, boundByAgency } from './bound-by-agency.ts';
import { decidedHit, shownHits, shownOneHit, validateHitSearch } from './hit.schema.ts';
import { leftOut } from './left-out.ts';
import { presentForOwner } from './present-hit.ts';
import { requireRightToHits } from './require-right-to-hits.ts';
import { sharedStill } from './shared-still.ts';

/** Each hit is a decision of its own, and counts as one. */
const MOST_HITS = 50;

/** Answers of one agency whose hits are judged at once, by this node. */
const MOST_ANSWERS = 2;

/** The hits of one answer that wait for a commit at once: a quarter of a batch, to share it with others. */
const TOGETHER = 8;

export interface HitDeps extends HotListDeps {
  readonly inTurn: BoundByAgency;
}

const OWNERS_PAGES =
  'the parameter `after` is for the owner of the reads: leave it out, and ask with `since` or `limit`';

/** Makes a node's counter of the answers under way; each node needs one. */
export function answersInTurn(): BoundByAgency {
  return boundByAgency(MOST_ANSWERS);
}

const listed = admittedByHand(
  {
    method: 'get',
    path: '/v1/hits',
    id: 'listHits',
    action: 'read_hits',
    summary:
      'Hits: each is a release for a partner, and counts as a request (ask with `since` or `limit`); all for the owner. ' +
      'A hit whose officer may get nothing now is left out. Pages (`after`, `next`) are for the owner.',
    scope: 'either',
    search: validateHitSearch,
    answers: { 200: json('Hits, unconfirmed until a person says otherwise.', shownHits) },
  },
  async ({ by, request, response, search: { after, limit, since } }, deps: HitDeps) => {
    // Never a hit older than the retention limit (Policy 420.7).
    const earliest = Math.max(
      retentionStart(deps.now(), deps.retentionDays),
      since === undefined ? 0 : Date.parse(since),
    );
    const sought = { since: new Date(earliest), limit: Math.min(limitOf(limit), MOST_HITS) };
    if (by.kind === 'partner') {
      const { subject } = by;
      if (after !== undefined) throw new GatewayError('malformed', OWNERS_PAGES);
      const judged = () =>
        deps.inTurn(subject.agencyId, async () => {
          await requireRightToHits(subject, deps);
          // INVARIANT: before hits are looked for, whether there are some or not.
          const own = { ...sought, leftOut: await leftOut(subject, deps) };
          const hits = await sharedStill(deps.readsPool, await findHitsOf(deps.pool, subject, own));
          const asked = await previewed(hits, subject, deps);
          // Sign-in has counted the first one.
          await deps.limitRate(request, response, subject, Math.max(0, asked.length - 1));
          return judge(asked, subject, deps);
        });
      return release(judged, subject, response, deps);
    }
    const found = await findAllHits(deps.pool, { ...sought, after, limit: sought.limit + 1 });
    const { page, next } = pageOf(found, sought.limit);
    const hits = await sharedStill(deps.readsPool, page);
    await recordReading(deps, by.administrator.personId, hits);
    response.set('Cache-Control', 'no-store').json({ hits: hits.map(presentForOwner), next });
  },
);

const one = admitted(
  {
    method: 'get',
    path: '/v1/hits/{id}',
    id: 'readHit',
    action: 'read_hits',
    summary: 'One hit, for the owner’s people, with what was said to be wrong with it.',
    answers: { 200: json('The hit.', shownOneHit) },
  },
  async ({ by, params }, deps: HitDeps) => {
    const found = await findExplainedHit(deps.pool, pathId(params.id, 'hit'));
    const [hit] = await sharedStill(deps.readsPool, found === null ? [] : [found]);
    if (hit === undefined) throw new GatewayError('not_found', 'no hit has this id, or its read has ended');
    await recordReading(deps, by.personId, [hit]);
    return presentForOwner(hit);
  },
);

interface Decision extends Pick<Operation, 'id' | 'summary'> {
  readonly word: 'confirm' | 'dismiss';
  readonly status: 'confirmed' | 'dismissed';
}

const decision = ({ status, word, ...told }: Decision) =>
  admitted(
    {
      ...told,
      method: 'post',
      path: `/v1/hits/{id}/${word}`,
      action: 'decide_hit',
      answers: { 200: json('Decided.', decidedHit) },
    },
    async ({ by, params }, deps: HitDeps) => {
      const { personId } = by;
      const id = pathId(params.id, 'hit');
      const hit = await inTransaction(deps.pool, async (trx) => {
        const decided = await decideHit(trx, id, status, personId);
        if (decided === null) return null;
        await refuseIfRemoved(trx, by);
        const owner = { by: personId, hit: id, list: decided.listName, status };
        return { ...decided, ...(await appendOwnerEvent(trx, { kind: 'hit_decided', agency: null, owner })) };
      });
      if (hit === null) throw new GatewayError('conflict', 'no hit with this id is unconfirmed');
      return { hitId: hit.id, status: hit.status, index: hit.index };
    },
  );

export const HIT_ROUTES: readonly Route<HitDeps>[] = [
  ...[listed, one],
  decision({
    word: 'confirm',
    status: 'confirmed',
    id: 'confirmHit',
    summary: 'A person has verified plate and state.',
  }),
  decision({ word: 'dismiss', status: 'dismissed', id: 'dismissHit', summary: 'It was not a hit.' }),
];

interface AskedHit {
  readonly hit: Hit;
  readonly pending: PendingQuery;
}

/** Returns the hits that may leave now; the rest are neither counted nor logged, as if there were none. */
async function previewed(hits: readonly Hit[], subject: Subject, deps: HotListDeps): Promise<AskedHit[]> {
  const screened: ScreenedQueries = new Map();
  const asked: AskedHit[] = [];
  for (const hit of hits) {
    asked.push({ hit, pending: pendingOfHit(hit, askerOfHit(hit, subject, deps.now()), screened) });
    // Lets other requests run between two screenings.
    await turn();
  }
  const against = await deps.preview(asked.map(({ pending }) => pending));
  return asked.filter((_, i) => against[i]?.length === 0);
}

/** Leaves out hits refused since their preview, too; tells the partner what stands against the asker. */
async function judge(
  asked: readonly AskedHit[],
  subject: Subject,
  deps: HotListDeps,
): Promise<readonly ReleasedHit[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < asked.length; at += TOGETHER) {
    const together = asked.slice(at, at + TOGETHER);
    outcomes.push(...(await Promise.all(together.map(({ pending }) => deps.commit(pending)))));
    // Leaving it out, as a refusal is, would tell the partner that there is no hit.
    if (outcomes.some(({ kind }) => kind === 'outdated')) throw identityChanged();
  }
  const released = outcomes.flatMap((outcome, i): ReleasedHit[] =>
    outcome.kind === 'released' ? [{ hit: (asked[i] as AskedHit).hit, release: outcome.release }] : [],
  );
  if (released.length === 0 && asked.length > 0) await requireRightToHits(subject, deps);
  return released;
}

/** Enters the passage before the first COMMIT is sent, so that a revoke finds it, and sends the hits. */
async function release(
  judged: () => Promise<readonly ReleasedHit[]>,
  subject: Subject,
  response: Response,
  deps: HotListDeps,
): Promise<void> {
  const inFlightResponse = deps.inFlight.enter(subject.agencyId);
  try {
    const released = await judged();
    const body = Buffer.from(hitsBody(released));
    response.status(200).set(bodyHeaders(body));
    const epochs = released.map((one) => one.release.epoch);
    // An empty answer holds nobody's data.
    if (epochs.length === 0) response.end(body);
    else await inFlightResponse.send(response, Math.min(...epochs), body);
  } finally {
    inFlightResponse.leave();
  }
}

/** Logs who looks at which reads before they are shown (CJISSECPOL AU-3). */
async function recordReading(
  { pool }: HotListDeps,
  personId: string,
  hits: readonly Pick<Hit, 'id' | 'readId'>[],
): Promise<void> {
  const seen = hits.map(({ id, readId }) => ({ hit: id, read: readId }));
  const owner = { action: 'hits', by: personId, count: hits.length, hits: seen };
  await inTransaction(pool, (trx) => appendOwnerEvent(trx, { kind: 'log_read', agency: null, owner }));
}
