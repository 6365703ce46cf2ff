/** Collects what was still to come of an ask: what our own reviewer held, what partners had not answered, further pages. */
import { inTransaction } from '../../database/db-transaction.ts';
import { GatewayError, requireFound } from '../../faults/errors.ts';
import { pathId } from '../../http/path-id.ts';
import { heldBody, refusal, unanswered } from '../../query/answer.ts';
import { heldPage } from '../../query/asked-page.ts';
import { queryOf } from '../../query/parse-query.ts';
import { pendingReads } from '../../query/pending-reads.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { useUp } from '../../query/query-door.ts';
import type { Outcome } from '../../release/commit/commit-releases.ts';
import type { PendingReads } from '../../release/facts/pending-query.ts';
import { type Peer, readPeers } from '../agreements/peers-store.ts';
import { answerAsk, sendHeldAsk } from './answer-ask.ts';
import type { AskRowAnswer } from './ask.schema.ts';
import type { Answering, AskDeps, AskedBy } from './ask-deps.ts';
import {
  type AskRow,
  beginAsking,
  findAsk,
  findAskedPeers,
  holdAgain,
  holdPage,
  putPeers,
  turnPage,
} from './asks-store.ts';
import { OPEN } from './collect-answers.ts';
import { sizeOf } from './extends-head.ts';
import { openBody, traceparentOf } from './question-of.ts';
import { askable, rowsOfAsked, rowsOfOthers } from './rows-of-asked.ts';

type AskedAgain = AskedBy & { readonly params: { readonly id: string } };

export async function handleCollection(asked: AskedAgain, deps: AskDeps): Promise<void> {
  await collectAsk({ ...asked, ...(await find(asked, deps)), states: OPEN }, deps);
}

/** Nothing is asked before our reviewer has approved what our own policy held. */
export async function collectAsk(answering: Answering, deps: AskDeps): Promise<void> {
  const { ask, by } = answering;
  if (ask.heldId === null) return answerAsk(answering, deps);
  const inFlightResponse = deps.inFlight.enter(by.subject.agencyId);
  try {
    const begun = await beginApproved(answering, { ask, heldId: ask.heldId }, deps);
    if (begun === null) return;
    await answerAsk({ ...answering, ask: begun, inFlightResponse }, deps);
  } finally {
    inFlightResponse.leave();
  }
}

/** The next page of one agency: our own policy judges and counts it anew, as the agency's does. */
export async function handleNextOf(
  { body: { ori }, ...asked }: AskedAgain & { readonly body: { readonly ori: string } },
  deps: AskDeps,
): Promise<void> {
  const { ask, body } = await find(asked, deps);
  const row = (await findAskedPeers(deps.pool, ask.id)).find((one) => one.ori === ori);
  if (row === undefined || row.cursor === null || body === null) {
    throw new GatewayError('conflict', 'this agency has no further page of this ask: ask it anew');
  }
  if (ask.heldId !== null) {
    const what = 'a reviewer of ours decides on a page of this ask first: collect it with `GET`';
    throw new GatewayError('conflict', what);
  }
  const [peer] = (await readPeers(deps.pool)).filter((one) => one.ori === ori && !one.askingStopped);
  if (peer === undefined) return answerAsk({ ...asked, ask, body, states: OPEN, only: ori }, deps);
  const inFlightResponse = deps.inFlight.enter(asked.by.subject.agencyId);
  try {
    const outcome = await judge(asked, { ask, body, peers: [peer] }, deps);
    if (outcome.kind === 'held') {
      await inTransaction(deps.pool, async (trx) => {
        if (!(await holdPage(trx, ask.id, row, outcome.queryId))) throw isTurned();
      });
      return sendHeldAsk(asked.response, ask.id, heldBody(outcome));
    }
    const turned = await turnPage(deps.pool, ask.id, { ...row, knownSize: sizeOf(peer.lastHead) });
    if (!turned) throw isTurned();
    const { epoch } = outcome;
    await answerAsk(
      { ...asked, ask: { ...ask, epoch }, body, states: OPEN, only: ori, inFlightResponse },
      deps,
    );
  } finally {
    inFlightResponse.leave();
  }
}

const isTurned = () => new GatewayError('conflict', 'this page is being asked for: collect it with `GET`');

interface Found {
  readonly ask: AskRow;
  readonly body: QueryBody | null;
}

async function find({ by, params, request }: AskedAgain, deps: AskDeps): Promise<Found> {
  await useUp(request, by, deps.claimProof);
  const ask = requireFound(await findAsk(deps.pool, pathId(params.id, 'ask'), by.subject), 'ask');
  return { ask, body: ask.sealed === null ? null : openBody(ask.sealed, ask.id, deps.keptAnswersSecret) };
}

/** Asks what our reviewer approved; null where it waits still, and has been answered so. @throws GatewayError as `readBack` */
async function beginApproved(
  { by, request, response }: AskedBy,
  { ask, heldId }: { readonly ask: AskRow; readonly heldId: string },
  deps: AskDeps,
): Promise<AskRow | null> {
  const page = await heldPage(heldId, { ...by, proof: null }, request, deps);
  if ('kind' in page) {
    sendHeldAsk(response, ask.id, page.body as Pick<AskRowAnswer, 'reasons' | 'receipt'>);
    return null;
  }
  const rows = await findAskedPeers(deps.pool, ask.id);
  const waiting = new Map(rows.flatMap((row) => (row.state === 'waiting' ? [[row.ori, row]] : [])));
  if (waiting.size === 0) throw new GatewayError('conflict', 'this ask has just begun: collect it again');
  const agencies = await askable([...waiting.keys()], deps);
  const peers = agencies.flatMap(({ peer }) => (peer === null || peer.askingStopped ? [] : [peer]));
  // If an agreement ended while our reviewer was reading, it is refused as in a new ask.
  const others = rowsOfOthers(agencies).filter(({ state }) => state !== 'waiting');
  const isNobodys = agencies.every(({ isOwn, peer }) => peer === null && !isOwn);
  const nobodyToAsk = isNobodys && rows.every(({ answeredIndex }) => answeredIndex === null);
  const pending = { ...page.pending, ...(nobodyToAsk && { nobodyToAsk }) };
  const outcome =
    peers.length > 0 || nobodyToAsk ? await permitted(pending, { ask, peers }, deps) : { asked: [], ...ask };
  if ('kind' in outcome && outcome.kind === 'held') {
    await holdAgain(deps.pool, ask.id, outcome.queryId);
    sendHeldAsk(response, ask.id, heldBody(outcome));
    return null;
  }
  await inTransaction(deps.pool, async (trx) => {
    await beginAsking(trx, ask.id, outcome.epoch);
    // A further page names the entry of the first one, as its question does.
    const first = rowsOfAsked(peers, outcome.asked).filter(({ ori }) => waiting.get(ori)?.cursor === null);
    const over = others.map(({ ori, reasons, state }) => ({ ...waiting.get(ori), ori, reasons, state }));
    await putPeers(trx, ask.id, [...first, ...over]);
    for (const { lastHead, ori } of peers) {
      const row = waiting.get(ori);
      if (row !== undefined && row.cursor !== null)
        await turnPage(trx, ask.id, { ...row, knownSize: sizeOf(lastHead) });
    }
  });
  return { ...ask, epoch: outcome.epoch };
}

async function judge(
  { by, request }: AskedAgain,
  { ask, body, peers }: { readonly ask: AskRow; readonly body: QueryBody; readonly peers: readonly Peer[] },
  deps: AskDeps,
) {
  const query = queryOf(body, deps.now());
  const pending = pendingReads('query', query, { subject: by.subject, proof: null }, request);
  return permitted(pending, { ask, peers }, deps);
}

/** @throws GatewayError the refusal of our own policy */
async function permitted(
  pending: PendingReads,
  { ask, peers }: { readonly ask: Answering['ask']; readonly peers: readonly Peer[] },
  deps: AskDeps,
): Promise<Extract<Outcome, { kind: 'asks_peers' | 'held' }>> {
  const traceparent = traceparentOf(ask.transaction);
  const outcome = await deps.commit({ ...pending, own: true, peers, traceparent });
  if (outcome.kind === 'denied') throw refusal(outcome.decision, outcome.appended);
  if (outcome.kind === 'held' || outcome.kind === 'asks_peers') return outcome;
  throw unanswered(outcome as Parameters<typeof unanswered>[0]);
}
