/** Hits over HTTP: a partner's own (each a release), the owner's all; a person confirms or dismisses. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Request, Response, Router } from 'express';
import type { Subject } from '../../../sharing-rules/terms/asker.ts';
import { retentionStart } from '../../../sharing-rules/terms/retention.ts';
import { appendEvents } from '../../audit/append-events.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError } from '../../faults/errors.ts';
import { bodyHeaders } from '../../http/body-headers.ts';
import { answerOnce } from '../../http/idempotency/answer-once.ts';
import { limitOf, parseSearch } from '../../http/parse-search.ts';
import { pathId } from '../../http/path-id.ts';
import { strictRouter } from '../../http/strict-router.ts';
import { identityChanged } from '../../query/answer.ts';
import type { Outcome } from '../../release/commit/commit-releases.ts';
import type { PendingQuery } from '../../release/facts/pending-query.ts';
import { refuseIfRemoved } from '../../release/revoke/raise-right.ts';
import { requireAdministrator } from '../../sign-in/require-administrator.ts';
import { decideHit, findAllHits, findHitsOf, type Hit } from '../lists/hits-store.ts';
import type { HotListDeps } from '../lists/hot-list-deps.ts';
import { validateHitSearch } from '../lists/hot-list-search.schema.ts';
import { pendingOfHit, type ScreenedQueries } from '../lists/pending-exchange.ts';
import { hitsBody, type ReleasedHit } from '../lists/release-body.ts';
import { signInEither } from '../lists/sign-in-either.ts';
import { askerOfHit } from './asker-of-hit.ts';
import { type BoundByAgency, boundByAgency } from './bound-by-agency.ts';
import { leftOut } from './left-out.ts';
import { requireRightToHits } from './require-right-to-hits.ts';
import { sharedStill } from './shared-still.ts';

/** Each hit is a decision of its own, and counts as one. */
const MOST_HITS = 50;

/** Answers of one agency whose hits are judged at once, by this node. */
const MOST_ANSWERS = 2;

/** Hits of one answer that wait for their commit at once: a quarter of a batch, so that it is shared with others. */
const TOGETHER = 8;

export function hitRoutes(deps: HotListDeps): Router {
  const router = strictRouter();
  const inTurn = boundByAgency(MOST_ANSWERS);
  router.get('/v1/hits', (request, response) => handleHits(request, response, deps, inTurn));
  router.post('/v1/hits/:id/confirm', (request, response) =>
    handleDecide(request, response, 'confirmed', deps),
  );
  router.post('/v1/hits/:id/dismiss', (request, response) =>
    handleDecide(request, response, 'dismissed', deps),
  );
  return router;
}

async function handleHits(
  request: Request,
  response: Response,
  deps: HotListDeps,
  inTurn: BoundByAgency,
): Promise<void> {
  const who = await signInEither(request, deps, 'read_hits');
  const { since, limit } = parseSearch(request, validateHitSearch);
  // Never a hit older than the retention limit (Policy 420.7).
  const earliest = Math.max(
    retentionStart(deps.now(), deps.retentionDays),
    since === undefined ? 0 : Date.parse(since),
  );
  const most = Math.min(limitOf(limit), MOST_HITS);
  const search = { since: new Date(earliest), limit: most };
  if (who.kind === 'partner') {
    const { subject } = who;
    const judged = () =>
      inTurn(subject.agencyId, async () => {
        await requireRightToHits(subject, deps);
        // INVARIANT: before hits are looked for, whether there are some or not.
        const own = { ...search, leftOut: await leftOut(subject, deps) };
        const hits = await sharedStill(deps.readsPool, await findHitsOf(deps.pool, subject, own));
        const asked = await foreseen(hits, subject, deps);
        // Sign-in has counted the first.
        await deps.limitRate(request, response, subject, Math.max(0, asked.length - 1));
        return judge(asked, subject, deps);
      });
    return release(judged, subject, response, deps);
  }
  const hits = await sharedStill(deps.readsPool, await findAllHits(deps.pool, search));
  await recordReading(deps, who.administrator.personId, hits);
  response.set('Cache-Control', 'no-store').json({ hits: hits.map(presentForOwner) });
}

interface AskedHit {
  readonly hit: Hit;
  readonly pending: PendingQuery;
}

/** Those that may leave, as it stands now: the others are neither counted nor logged, as if there were none. */
async function foreseen(hits: readonly Hit[], subject: Subject, deps: HotListDeps): Promise<AskedHit[]> {
  const screened: ScreenedQueries = new Map();
  const asked: AskedHit[] = [];
  for (const hit of hits) {
    asked.push({ hit, pending: pendingOfHit(hit, askerOfHit(hit, subject, deps.now()), screened) });
    // Others' requests have their turn between two screenings.
    await turn();
  }
  const against = await deps.foresee(asked.map(({ pending }) => pending));
  return asked.filter((_, i) => against[i]?.length === 0);
}

/** What is refused since it was foreseen is left out too; the partner is told of what stands against the asker. */
async function judge(
  asked: readonly AskedHit[],
  subject: Subject,
  deps: HotListDeps,
): Promise<readonly ReleasedHit[]> {
  const outcomes: Outcome[] = [];
  for (let at = 0; at < asked.length; at += TOGETHER) {
    const together = asked.slice(at, at + TOGETHER);
    outcomes.push(...(await Promise.all(together.map(({ pending }) => deps.commit(pending)))));
    // Not left out like what is not permitted: the partner would take it that there is none.
    if (outcomes.some(({ kind }) => kind === 'outdated')) throw identityChanged();
  }
  const released = outcomes.flatMap((outcome, i): ReleasedHit[] =>
    outcome.kind === 'released' ? [{ hit: (asked[i] as AskedHit).hit, release: outcome.release }] : [],
  );
  if (released.length === 0 && asked.length > 0) await requireRightToHits(subject, deps);
  return released;
}

/** The passage is entered before the first COMMIT is sent, so that a revoke finds it. */
async function release(
  judged: () => Promise<readonly ReleasedHit[]>,
  subject: Subject,
  response: Response,
  deps: HotListDeps,
): Promise<void> {
  const passage = deps.inFlight.enter(subject.agencyId);
  try {
    const released = await judged();
    const body = Buffer.from(hitsBody(released));
    response.status(200).set(bodyHeaders(body));
    const epochs = released.map((one) => one.release.epoch);
    // Nothing of anybody is in an empty answer.
    if (epochs.length === 0) response.end(body);
    else await passage.send(response, Math.min(...epochs), body);
  } finally {
    passage.leave();
  }
}

function presentForOwner({ id, status, verify, listName, position, matchedAt, read }: Hit) {
  return {
    hitId: id,
    status,
    verify,
    list: listName,
    entry: position,
    matchedAt: matchedAt.toISOString(),
    reads: [JSON.parse(read)],
  };
}

/** CJISSECPOL AU-3: who looks at which reads is in the log before they are shown. */
async function recordReading(
  { pool }: HotListDeps,
  personId: string,
  hits: readonly Pick<Hit, 'id' | 'readId'>[],
): Promise<void> {
  const seen = hits.map(({ id, readId }) => ({ hit: id, read: readId }));
  const owner = { action: 'hits', by: personId, count: hits.length, hits: seen };
  await inTransaction(pool, (trx) =>
    appendEvents(trx, [ownerEvent({ kind: 'log_read', agency: null, owner })]),
  );
}

async function handleDecide(
  request: Request,
  response: Response,
  status: 'confirmed' | 'dismissed',
  deps: HotListDeps,
): Promise<void> {
  const administrator = await requireAdministrator(request, deps, 'decide_hit');
  const { personId } = administrator;
  const id = pathId(request.params.id, 'hit');
  await answerOnce(deps, request, response, administrator, async () => {
    const hit = await inTransaction(deps.pool, async (trx) => {
      const decided = await decideHit(trx, id, status, personId);
      if (decided === null) return null;
      await refuseIfRemoved(trx, administrator);
      const owner = { by: personId, hit: id, list: decided.listName, status };
      await appendEvents(trx, [ownerEvent({ kind: 'hit_decided', agency: null, owner })]);
      return decided;
    });
    if (hit === null) throw new GatewayError('conflict', 'no hit with this id is unconfirmed');
    return { status: 200, body: { hitId: hit.id, status: hit.status } };
  });
}
