/** The part of our own store in an ask: a query under the owner's grant to itself, as any other. */

import { askersReasons } from '../../../sharing-rules/what-to-do.ts';
import type { Receipt } from '../../audit/receipt.ts';
import { answerQueryOnce } from '../../query/answer-query-once.ts';
import { askOwnStore } from '../../query/ask-own-store.ts';
import { type AskedPage, firstPage, heldPage, nextPage } from '../../query/asked-page.ts';
import type { KeptAnswer } from '../../query/kept-answer.ts';
import { settle } from '../../query/settle-query.ts';
import type { ResponseInFlight } from '../../release/lease/in-flight.ts';
import type { AskRowAnswer } from './ask.schema.ts';
import type { Answering, AskDeps } from './ask-deps.ts';
import { type AskedPeer, findAskedPeers, keepAnswered } from './asks-store.ts';
import { ANSWERED } from './collect-answers.ts';

export interface OwnPart {
  readonly part: AskRowAnswer;
  /** Null where nothing is released. */
  readonly epoch: number | null;
  readonly denied: Extract<KeptAnswer, { kind: 'denied' }> | null;
}

type OwnAnswer = Exclude<KeptAnswer, { kind: 'dry_run' }>;

/** Returns null where our own store is not asked, or nothing new can come of it. */
export async function askOwn(
  answering: Answering & { readonly inFlightResponse: ResponseInFlight },
  deps: AskDeps,
): Promise<OwnPart | null> {
  const { ask, inFlightResponse, request } = answering;
  const { owner } = deps.registry.snapshot;
  if ((answering.only ?? owner) !== owner) return null;
  const row = (await findAskedPeers(deps.pool, ask.id)).find(({ ori }) => ori === owner);
  const page = row === undefined ? null : await pageOf(row, answering, deps);
  if (row === undefined || page === null) return null;
  const isFirst = row.state !== 'held' && row.cursor === null && answering.states === ANSWERED;
  const answer = await (isFirst
    ? askOnce(page, answering, deps)
    : askOwnStore(page, inFlightResponse, request, deps));
  await keepAnswered(deps.pool, ask.id, { ...row, ...rowOf(answer) });
  return {
    part: { ...partOf(answer), ori: owner },
    epoch: answer.kind === 'released' ? answer.epoch : null,
    denied: answer.kind === 'denied' ? answer : null,
  };
}

async function pageOf(
  { cursor, queryId, state }: AskedPeer,
  { body, by, only, request, states }: Answering,
  deps: AskDeps,
): Promise<AskedPage | null> {
  const asker = { ...by, proof: null };
  if (only !== undefined) {
    return cursor === null || queryId === null
      ? null
      : nextPage({ follows: queryId, cursor }, asker, request, deps);
  }
  if (state === 'held' && queryId !== null) {
    const page = await heldPage(queryId, asker, request, deps);
    return 'kind' in page ? null : page;
  }
  const isAsked = state === 'waiting' || states === ANSWERED;
  return isAsked && body !== null ? firstPage(body, asker, request, deps) : null;
}

/** A repeated request gets the answer that was kept, where it may still be given: no second release. */
async function askOnce(
  page: AskedPage,
  { ask, inFlightResponse, request }: Answering & { readonly inFlightResponse: ResponseInFlight },
  deps: AskDeps,
): Promise<OwnAnswer> {
  const own = { ...page, pending: { ...page.pending, own: true } as const };
  const work = (pending: typeof page.pending) => settle({ ...own, pending, inFlightResponse }, request, deps);
  const { answer } = await answerQueryOnce(`ask-${ask.transaction}`, own, request, work, deps);
  if (answer.kind === 'dry_run') throw new Error('a query was answered as a dry run');
  return answer;
}

interface ReleasedBody {
  readonly releaseId: string;
  readonly reads: readonly object[];
  readonly next: string | null;
  readonly receipt: Receipt;
}

const releasedIn = (text: string) => JSON.parse(text) as ReleasedBody;

function partOf(answer: OwnAnswer): AskRowAnswer {
  const known = { ori: '', order: 'proved' } as const;
  const entryOf = ({ checkpoint, index }: Receipt) => ({ origin: checkpoint.split('\n', 1)[0] ?? '', index });
  if (answer.kind === 'denied') {
    const { reasons, receipt } = answer;
    return {
      ...known,
      outcome: 'refused',
      reasons: askersReasons(reasons),
      receipt,
      entry: entryOf(receipt),
    };
  }
  if (answer.kind === 'held') {
    const { reasons, receipt } = answer.body as Pick<AskRowAnswer, 'reasons'> & { readonly receipt: Receipt };
    return {
      ...known,
      outcome: 'held',
      ...(reasons && { reasons }),
      receipt,
      queryId: answer.queryId,
      entry: entryOf(receipt),
    };
  }
  const { next, reads, receipt, releaseId } = releasedIn(answer.text);
  const more = next === null ? {} : { more: true };
  return {
    ...known,
    outcome: 'released',
    reads,
    receipt,
    queryId: releaseId,
    ...more,
    entry: entryOf(receipt),
  };
}

function rowOf(answer: OwnAnswer) {
  const { entry, order: _, ori: __, outcome, queryId = null, reasons = [], receipt = null } = partOf(answer);
  const index = entry?.index ?? null;
  return {
    ...{ queryId, reasons, receipt, answeredIndex: index, state: outcome as AskedPeer['state'] },
    heldIndex: outcome === 'held' ? index : null,
    cursor: answer.kind === 'released' ? releasedIn(answer.text).next : null,
  };
}
