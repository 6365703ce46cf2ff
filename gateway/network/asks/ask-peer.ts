/** Asks one partner one question, and verifies what comes back. Nothing is written here but what the question holds. */
import { createHash } from 'node:crypto';
import type { Lie } from '../../../sharing-rules/network/judge-stated-reads.ts';
import { NoToken } from '../../cli/client/http-client-answer.ts';
import { GatewayError } from '../../faults/errors.ts';
import type { Peer } from '../agreements/peers-store.ts';
import type { AskedGateway } from '../connect/connect-peer.ts';
import { PeerFault } from '../peer-test/peer-test.schema.ts';
import type { AskedPeer } from './asks-store.ts';
import { isOfOneLog, proofOf } from './extends-head.ts';
import { bodyTo, hashOfSent } from './sent-body.ts';
import {
  type AskerEntry,
  LONGEST_NOTE,
  type Proven,
  type SentQuestion,
  verifyAnswer,
} from './verify-answer.ts';

/** The parts of an ask that all partners get. */
export interface Question
  extends Pick<SentQuestion, 'bounds' | 'onBehalfOf' | 'ori' | 'purpose' | 'traceparent'> {
  readonly transaction: string;
  /** The body that is sent, without the member `asker`. */
  readonly body: string;
  /** The origin of our own log. */
  readonly origin: string;
}

export interface PeerAsked {
  readonly peer: Peer;
  readonly row: AskedPeer;
}

export type PeerResult =
  | { readonly kind: 'proven'; readonly proven: Proven }
  | { readonly kind: 'unproven'; readonly lie: Lie; readonly checkpoint: string | null }
  /** `fault`: a word for the log of what stood in the way. */
  | { readonly kind: 'no_answer'; readonly fault: string };

export interface AskPeerDeps {
  /** Signs in at a partner's gateway that is as its agreement says. */
  readonly reach: (peer: Peer) => Promise<AskedGateway>;
  readonly now: () => number;
  /** Keeps, once for all repeats, whether the question names our entry. */
  readonly keepSent: (ori: string, knowsAsker: boolean) => Promise<boolean>;
}

export async function askPeer(
  question: Question,
  { peer, row }: PeerAsked,
  deps: AskPeerDeps,
): Promise<PeerResult> {
  try {
    const { client, takes } = await deps.reach(peer);
    const named = (await deps.keepSent(peer.ori, takes.has('asker'))) ? entryOf(question, row) : null;
    const body = bodyTo(question, takes, named);
    const step = stepOf(row, body);
    // Without the partner's id of its answer, the path would ask for something else.
    if (step === null) return { kind: 'no_answer', fault: 'page_unknown' };
    const answer = await send(client, question, { ...step, ori: row.ori }, named !== null);
    if (![200, 202, 403].includes(answer.status))
      return { kind: 'no_answer', fault: `status_${answer.status}` };
    // A proxy in between sent a page of its own; the partner itself said nothing.
    if (typeof answer.body === 'string') return { kind: 'no_answer', fault: 'not_json' };
    const { knownSize, askedAt, heldIndex } = row;
    const queryHash = hashOfSent(body, deps.now());
    const sent = {
      ...{ ...question, knownSize, heldIndex, queryHash, asker: named },
      askedAt: askedAt ?? deps.now(),
    };
    const verified = await verifyAnswer({
      peer,
      question: sent,
      answer: { status: answer.status, body: answer.body, at: deps.now() },
    });
    const checkpoint = checkpointIn(answer.body);
    if (verified.outcome === 'unproven') return { kind: 'unproven', lie: verified.lie, checkpoint };
    const prove = (from: number, to: number) => proofOf(client, from, to);
    if (await isOfOneLog(peer.lastHead, verified.head, prove)) return { kind: 'proven', proven: verified };
    return { kind: 'unproven', lie: 'log_forked', checkpoint };
  } catch (error) {
    return { kind: 'no_answer', fault: faultOf(error) };
  }
}

function entryOf({ origin }: Question, { askedIndex, askedLeaf }: AskedPeer): AskerEntry | null {
  return askedIndex === null || askedLeaf === null
    ? null
    : { origin, index: askedIndex, leafHash: askedLeaf };
}

/** Sends the very same request each time that this page is asked for. */
function send(
  client: AskedGateway['client'],
  { traceparent, transaction }: Question,
  step: Step & Pick<AskedPeer, 'ori'>,
  isNamed: boolean,
) {
  const key = createHash('sha256').update(`${transaction} ${step.ori} ${step.name}`).digest('hex');
  return client.request(step.method, step.path, step.body, {
    'Content-Type': 'application/json',
    'Idempotency-Key': key,
    ...(isNamed ? { traceparent } : {}),
  });
}

interface Step {
  /** Makes the idempotency key the step's own. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
}

/**
 * Tells apart the collection of what is held there, a further page, and the first question. Returns null where what was
 * kept does not say which answer it follows.
 */
function stepOf({ cursor, heldIndex, page, queryId }: AskedPeer, body: string): Step | null {
  const path = `/v1/queries/${queryId}`;
  const posted = { name: `${page}`, method: 'POST' } as const;
  if (heldIndex === null && page === 0) return { ...posted, path: '/v1/queries', body };
  if (queryId === null) return null;
  if (heldIndex !== null) return { name: `${page} collected`, method: 'GET', path };
  return cursor === null ? null : { ...posted, path: `${path}/next`, body: JSON.stringify({ cursor }) };
}

function checkpointIn(body: unknown): string | null {
  const { receipt } = (body ?? {}) as { readonly receipt?: { readonly checkpoint?: unknown } };
  const note = receipt?.checkpoint;
  return typeof note === 'string' && note.length <= LONGEST_NOTE ? note : null;
}

/** Names what stood in the way without what it says, which may hold addresses and answers. */
function faultOf(error: unknown): string {
  let fault = 'unreachable';
  // The innermost cause is the most specific one.
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof SyntaxError) return 'not_json';
    if (cause instanceof PeerFault && cause.check === 'metadata') fault = 'metadata';
    if (cause instanceof NoToken) fault = 'no_token';
    if (cause instanceof GatewayError) fault = cause.code === 'malformed' ? 'forbidden_address' : cause.code;
  }
  return fault;
}
