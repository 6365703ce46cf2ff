/** Asks the partners whose answers are still to come, records what they say, and puts every agency's part together. */
import { onwardObligations } from '../../../sharing-rules/network/may-be-asked.ts';
import { openCheckpoint } from '../../audit-verify/open-checkpoint.ts';
import type { QueryBody } from '../../query/query.schema.ts';
import { type Peer, readPeers } from '../agreements/peers-store.ts';
import type { AskRowAnswer } from './ask.schema.ts';
import { askInTime, type SilentPartners } from './ask-in-time.ts';
import { type AskPeerDeps, askPeer, type PeerAsked, type PeerResult } from './ask-peer.ts';
import { type AskedPeer, findAskedPeers, keepSent } from './asks-store.ts';
import { questionOf } from './question-of.ts';
import { type RecordDeps, recordAnswers } from './record-answers.ts';

export interface Collecting {
  readonly ask: { readonly id: string; readonly transaction: string };
  /** Null once nothing more can come. */
  readonly body: QueryBody | null;
  /** The ORI by which partners know us. */
  readonly owner: string;
  /** Milliseconds. */
  readonly wait: number;
  /** The states that are asked for: of a repeat, what was answered as well. */
  readonly states: ReadonlySet<AskedPeer['state']>;
  /** Only this agency; absent: all. */
  readonly only?: string;
}

export interface CollectDeps extends RecordDeps, Pick<AskPeerDeps, 'now' | 'reach'> {
  readonly silent: SilentPartners;
  /** The origin of our own log. */
  readonly origin: string;
}

/** Describes an answer that is still to come. */
export const OPEN: Collecting['states'] = new Set(['pending', 'held', 'no_answer']);
/** A repeated request gets all answers again: they are kept by those who gave them alone. */
export const ANSWERED: Collecting['states'] = new Set([
  'pending',
  'held',
  'no_answer',
  'released',
  'refused',
]);

/** INVARIANT: what it returns of partners was proved, and its entry is committed. */
export async function collectAnswers(
  { ask, body, only, owner, states, wait }: Collecting,
  deps: CollectDeps,
): Promise<AskRowAnswer[]> {
  const { now, origin, pool, silent } = deps;
  const [rows, peers] = await Promise.all([findAskedPeers(pool, ask.id), readPeers(pool)]);
  const asked = rows.flatMap((row): (PeerAsked & { ori: string })[] => {
    const peer = peers.find(({ ori }) => ori === row.ori);
    // The cursor of a further page that was answered is used up: it is not asked for a second time.
    const mayBeAsked = states.has(row.state) && (row.page === 0 || OPEN.has(row.state));
    const isWanted = (only ?? row.ori) === row.ori && mayBeAsked && row.askedIndex !== null;
    return peer === undefined || peer.askingStopped || !isWanted ? [] : [{ ori: row.ori, peer, row }];
  });
  let results: (PeerResult | null)[] = [];
  if (body !== null && asked.length > 0) {
    const question = questionOf(body, ask, { now: now(), origin, ori: owner });
    const one = {
      reach: deps.reach,
      now,
      keepSent: (ori: string, knows: boolean) => keepSent(pool, ask.id, ori, knows),
    };
    const hasAnswered = ({ kind }: PeerResult) => kind !== 'no_answer';
    results = await askInTime(asked, (to) => askPeer(question, to, one), { hasAnswered, silent, wait });
    const answers = asked.flatMap((to, i) => (results[i] ? [{ ...to, result: results[i] }] : []));
    if (answers.length > 0) await recordAnswers(ask, answers, deps);
  }
  const parts = rows.map((row) => {
    const place = asked.findIndex(({ ori }) => ori === row.ori);
    const peer = peers.find(({ ori }) => ori === row.ori) ?? null;
    const result = results[place] ?? null;
    return result === null ? partOf(row, peer) : partOfResult(row, result, peer);
  });
  return Promise.all(parts);
}

/** A part as it is remembered, without reads: those are kept by the partner alone. */
async function partOf(row: AskedPeer, peer: Peer | null): Promise<AskRowAnswer> {
  const { ori, queryId, reasons, receipt, sendsAsker, state } = row;
  const head =
    receipt === null || peer === null
      ? null
      : await openCheckpoint(receipt.checkpoint, peer.logKey, true).catch(() => null);
  return {
    ori,
    outcome: state === 'waiting' ? 'pending' : state,
    order: receipt !== null && sendsAsker === true ? 'proved' : 'not_proved',
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(receipt === null ? {} : { receipt }),
    ...(queryId === null ? {} : { queryId }),
    ...(row.cursor === null ? {} : { more: true }),
    entry: receipt === null || head === null ? null : { origin: head.origin, index: receipt.index },
  };
}

function partOfResult(
  { heldIndex, ori, queryId }: AskedPeer,
  result: PeerResult,
  peer: Peer | null,
): AskRowAnswer {
  const none = { ori, order: 'not_proved', entry: null } as const;
  if (result.kind === 'unproven') return { ...none, outcome: 'unproven' };
  if (result.kind === 'no_answer') {
    return heldIndex === null || queryId === null
      ? { ...none, outcome: 'no_answer' }
      : { ...none, outcome: 'held', queryId };
  }
  const { head, id, index, next, order, outcome, reads, reasons, receipt, statedAt } = result.proven;
  return {
    ...{ ori, outcome, order, receipt, entry: { origin: head.origin, index } },
    ...(outcome === 'released' && { reads, obligations: obligationsFor(peer, statedAt) }),
    ...(reasons.length === 0 ? {} : { reasons }),
    ...(id === null ? {} : { queryId: id }),
    ...(next === null ? {} : { more: true }),
  };
}

function obligationsFor(peer: Peer | null, statedAt: number) {
  return peer?.gives ? onwardObligations(statedAt, peer.gives) : [];
}
