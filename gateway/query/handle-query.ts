/**
 * The life of a query, in order. Read this first.
 *
 * 1 authenticate · 2 parse · 3 decide on the node's snapshot · 4 find reads · 5 commit the release (the decision is
 * taken again, under the lock) · 6 seal · 7 send. There is no second way out of the building.
 */
import type { Request, Response } from 'express';
import { proofReplayed } from '../http/challenge.ts';
import { idempotencyKeyOf } from '../http/idempotency/idempotency-key.ts';
import type { PartnerOperation } from '../http/routes/route.ts';
import type { Outcome, Release } from '../release/commit/commit-releases.ts';
import type { PendingReads } from '../release/facts/pending-query.ts';
import type { InFlight } from '../release/lease/in-flight.ts';
import type { Authenticated } from '../sign-in/authenticate.ts';
import type { AskedByHand } from '../sign-in/door.ts';
import { markKnown } from '../sign-in/mark-known.ts';
import { dryRunBody, heldBody, identityChanged, refusal, unanswered } from './answer.ts';
import { answerQueryOnce, type OnceDeps } from './answer-query-once.ts';
import { type AskedPage, firstPage, heldPage, nextPage } from './asked-page.ts';
import { queryOf } from './parse-query.ts';
import { type PeerDeps, pendingReads, withPeerOrigin } from './pending-reads.ts';
import type { DryRunAnswer, QueryBody } from './query.schema.ts';
import { type QueryDoorDeps, useUp } from './query-door.ts';
import type { ReadBackDeps } from './read-back.ts';
import type { SealedAnswer } from './seal-release.ts';
import { HELD_RETRY, type SendKeptDeps, sendHeld, sendKept, sendKeptRelease } from './send-kept.ts';
import { type SettleDeps, settle } from './settle-query.ts';

export interface QueryDeps extends QueryDoorDeps, SettleDeps, ReadBackDeps, OnceDeps, PeerDeps, SendKeptDeps {
  readonly seal: (release: Release, keyThumbprint: string, request: Request) => Promise<SealedAnswer>;
  readonly inFlight: InFlight;
}

type Asked = Pick<AskedByHand<PartnerOperation, Authenticated>, 'by' | 'request' | 'response'>;

interface AskedWith<Body> extends Asked {
  readonly body: Body;
}

interface AskedAgain extends Asked {
  readonly params: { readonly id: string };
}

/** A query's first page. */
export async function handleQuery(
  { body, by, request, response }: AskedWith<QueryBody>,
  deps: QueryDeps,
): Promise<void> {
  await release(await firstPage(body, by, request, deps), response, deps); // 2–7
}

/** The page after a release, which its cursor names. */
export async function handleNextPage(
  { body, by, params, request, response }: AskedAgain & AskedWith<{ readonly cursor: string }>,
  deps: QueryDeps,
): Promise<void> {
  const named = { follows: params.id, cursor: body.cursor };
  await release(await nextPage(named, by, request, deps), response, deps);
}

/** Shows a held query. An approved one is decided again; if still released, it leaves by the same steps. */
export async function handleReadBack(
  { by, params, request, response }: AskedAgain,
  deps: QueryDeps,
): Promise<void> {
  await useUp(request, by, deps.claimProof);
  const found = await heldPage(params.id, by, request, deps);
  if ('kind' in found) {
    response
      .status(202)
      .set({ 'Cache-Control': 'no-store', ...HELD_RETRY })
      .json(found.body);
    return;
  }
  await release(found, response, deps);
}

export type DryRunDeps = Pick<QueryDeps, 'commit' | 'now' | 'rulesRevision'> & PeerDeps;

/** Says what would be decided; touches no reads. */
export async function handleDryRun(asked: AskedWith<QueryBody>, deps: QueryDeps): Promise<void> {
  const { by, request, response } = asked;
  const { keyThumbprint } = by;
  const key = idempotencyKeyOf(request);
  if (key !== undefined) {
    const pending = await pendingDryRun(asked, deps);
    const { answer, replayed } = await answerQueryOnce(
      key,
      { pending, keyThumbprint },
      request,
      deps.commit,
      deps,
    );
    if (answer.kind === 'released') throw new Error('a dry run was answered with reads');
    return sendKept(answer, replayed, response);
  }
  response.set('Cache-Control', 'no-store').json(await answerDryRun(asked, deps));
}

type AskedDry = Omit<AskedWith<QueryBody>, 'response'>;

const pendingDryRun = ({ body, by, request }: AskedDry, deps: Pick<QueryDeps, 'now'> & PeerDeps) =>
  withPeerOrigin(pendingReads('dry_run', queryOf(body, deps.now()), by, request), deps);

export async function answerDryRun(asked: AskedDry, deps: DryRunDeps): Promise<DryRunAnswer> {
  const outcome = await deps.commit(await pendingDryRun(asked, deps));
  if (outcome.kind === 'outdated') throw identityChanged();
  if (outcome.kind !== 'dry_run') throw proofReplayed();
  markKnown(asked.request, asked.by.subject);
  return dryRunBody(outcome.decision, outcome.appended, deps.rulesRevision);
}

/** Takes steps 3 to 7. The response is in flight before the COMMIT is sent, so that a revoke finds it. */
async function release(asked: AskedPage, response: Response, deps: QueryDeps): Promise<void> {
  const { keyThumbprint, pending } = asked;
  const inFlightResponse = deps.inFlight.enter(pending.subject.agencyId);
  try {
    const key = idempotencyKeyOf(response.req);
    if (key !== undefined) {
      const work = (claimed: PendingReads) =>
        settle({ ...asked, inFlightResponse, pending: claimed }, response.req, deps);
      const { answer, replayed } = await answerQueryOnce(key, asked, response.req, work, deps);
      if (answer.kind !== 'released') return sendKept(answer, replayed, response);
      const way = { agencyId: pending.subject.agencyId, inFlightResponse };
      return await sendKeptRelease(answer, replayed, way, response, deps);
    }
    const outcome = await settle({ ...asked, inFlightResponse }, response.req, deps); // 3, 4, 5
    if (outcome.kind !== 'released') return answerWithout(outcome, response);
    const { body, headers } = await deps.seal(outcome.release, keyThumbprint, response.req); // 6
    response.status(200).set(headers);
    await inFlightResponse.send(response, outcome.release.epoch, body); // 7
  } finally {
    inFlightResponse.leave();
  }
}

/** Answers where nothing is released: held, denied, or not answerable at all. */
function answerWithout(outcome: Exclude<Outcome, { kind: 'released' }>, response: Response): void {
  if (outcome.kind === 'held') sendHeld(response, outcome.queryId, heldBody(outcome));
  else if (outcome.kind === 'denied') throw refusal(outcome.decision, outcome.appended);
  else if (outcome.kind === 'dry_run') throw new Error('a query was committed as a dry run');
  else throw unanswered(outcome);
}
