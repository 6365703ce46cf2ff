/**
 * The life of a query, in order. Read this first.
 *
 * 1 authenticate · 2 parse · 3 decide on the node's snapshot · 4 find reads · 5 commit the release (the decision is
 * taken again, under the lock) · 6 seal · 7 send. There is no second way out of the building.
 */
import { type Request, type Response, Router } from 'express';
import { screen } from '../../sharing-rules/narrative/screen.ts';
import type { Query, Subject } from '../../sharing-rules/terms.ts';
import { GatewayError } from '../errors.ts';
import type { Authenticated } from '../http/authenticate.ts';
import type { LimitRate } from '../http/limit-rate.ts';
import { proofReplayed } from '../identity/challenge.ts';
import type { FoundReads, ReadsPosition } from '../reads/reads-store.ts';
import type { Commit } from '../release/commit-queue.ts';
import type { Release } from '../release/commit-releases.ts';
import type { InFlight } from '../release/in-flight.ts';
import type { Outcome, PendingQuery } from '../release/pending-query.ts';
import { publicDecision, publicReasons, receiptOf, refusal } from './answer.ts';
import { type FirstDecision, mayLookUp } from './decide-first.ts';
import { openCursor } from './page-cursor.ts';
import { hashQuery, parseCursor, parseQuery } from './parse-query.ts';
import type { recordFault } from './record-fault.ts';
import type { SealedAnswer } from './seal-release.ts';

export interface QueryDeps extends FirstDecision {
  readonly authenticate: (request: Request, scope: string) => Promise<Authenticated>;
  readonly commit: Commit;
  readonly findReads: (query: Query, after: ReadsPosition | null) => Promise<FoundReads>;
  readonly seal: (release: Release, keyThumbprint: string | null, request: Request) => Promise<SealedAnswer>;
  readonly cursorKey: Buffer;
  readonly rulesRevision: string;
  readonly recordFault: ReturnType<typeof recordFault>;
  readonly inFlight: InFlight;
  readonly limitRate: LimitRate;
}

export function queryRoutes(deps: QueryDeps): Router {
  const router = Router();
  router.post('/v1/queries', (request, response) => handleQuery(request, response, deps));
  router.post('/v1/queries/:id/next', (request, response) => handleNextPage(request, response, deps));
  router.post('/v1/decisions', (request, response) => handleDryRun(request, response, deps));
  return router;
}

async function handleQuery(request: Request, response: Response, deps: QueryDeps): Promise<void> {
  const { subject, proof, keyThumbprint } = await deps.authenticate(request, 'alpr.query'); // 1
  await deps.limitRate(request, response, subject);
  const query = parseQuery(request); // 2
  const pending = pendingQuery('query', subject, query, proof, request);
  await release(pending, null, keyThumbprint, response, deps); // 3–7
}

async function handleNextPage(request: Request, response: Response, deps: QueryDeps): Promise<void> {
  const { subject, proof, keyThumbprint } = await deps.authenticate(request, 'alpr.query');
  await deps.limitRate(request, response, subject);
  const holder = { subject, keyThumbprint, follows: String(request.params.id) };
  const cursor = openCursor(parseCursor(request), deps.cursorKey, holder, deps.now());
  const pending = pendingQuery('query', subject, cursor.query, proof, request);
  const { follows, grantId, epoch } = cursor;
  const page = { ...pending, follows, continues: { grantId, epoch } };
  await release(page, cursor.position, keyThumbprint, response, deps);
}

async function handleDryRun(request: Request, response: Response, deps: QueryDeps): Promise<void> {
  const { subject, proof } = await deps.authenticate(request, 'alpr.query');
  await deps.limitRate(request, response, subject);
  const query = parseQuery(request);
  const outcome = await deps.commit(pendingQuery('dry_run', subject, query, proof, request));
  if (outcome.kind !== 'dry_run') throw proofReplayed();
  const { decision, appended } = outcome;
  response
    .set('Cache-Control', 'no-store')
    .json({ ...publicDecision(decision), rulesRevision: deps.rulesRevision, receipt: receiptOf(appended) });
}

/** Steps 3 to 7. The passage is entered before the COMMIT is sent, so that a revoke finds it. */
async function release(
  pending: PendingQuery,
  after: ReadsPosition | null,
  keyThumbprint: string | null,
  response: Response,
  deps: QueryDeps,
): Promise<void> {
  const passage = deps.inFlight.enter(pending.subject.agencyId);
  try {
    const found = mayLookUp(pending, deps) ? await find(pending, after, deps) : null; // 3, 4
    let outcome = await deps.commit({ ...pending, found }); // 5
    if (outcome.kind === 'look_up') {
      // The snapshot was behind: a grant came into force. Once more, with the proof already claimed.
      outcome = await deps.commit({ ...pending, proof: null, found: await find(pending, after, deps) });
    }
    if (outcome.kind !== 'released') return answerWithout(outcome, response);
    const { body, headers } = await deps.seal(outcome.release, keyThumbprint, response.req); // 6
    response.status(200).set(headers);
    await passage.send(response, outcome.release.epoch, body); // 7
  } finally {
    passage.leave();
  }
}

/** A look-up that fails is in the log as well, where the log can be written. */
async function find(
  pending: PendingQuery,
  after: ReadsPosition | null,
  deps: QueryDeps,
): Promise<FoundReads> {
  try {
    return await deps.findReads(pending.query, after);
  } catch (cause) {
    await deps.recordFault(pending, 'reads_unavailable');
    throw new GatewayError(
      'unavailable',
      'the reads cannot be searched now; nothing was released, ask again',
      {
        headers: { 'Retry-After': '1' },
        cause,
      },
    );
  }
}

/** Everything but a release: held, denied, or not to be answered at all. */
function answerWithout(outcome: Exclude<Outcome, { kind: 'released' }>, response: Response): void {
  switch (outcome.kind) {
    case 'held':
      response
        .status(202)
        .set({ Location: `/v1/queries/${outcome.queryId}`, 'Cache-Control': 'no-store' })
        .json({
          queryId: outcome.queryId,
          status: 'held',
          reasons: publicReasons(outcome.decision.reasons),
          receipt: receiptOf(outcome.appended),
        });
      return;
    case 'denied':
      throw refusal(outcome.decision, outcome.appended);
    case 'replayed':
      throw proofReplayed();
    default:
      throw new GatewayError('unavailable', 'the registry is changing; ask again', {
        headers: { 'Retry-After': '1' },
      });
  }
}

function pendingQuery(
  kind: PendingQuery['kind'],
  subject: Subject,
  query: Query,
  proof: PendingQuery['proof'],
  request: Request,
): PendingQuery {
  return {
    kind,
    subject,
    query,
    queryHash: hashQuery(query),
    findings: screen(query.purpose),
    proof,
    found: null,
    follows: null,
    continues: null,
    traceparent: traceparentOf(request),
  };
}

/** W3C Trace Context §3.2; anything else is not kept. */
function traceparentOf(request: Request): string | null {
  const text = request.get('traceparent') ?? '';
  return /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(text) ? text : null;
}
