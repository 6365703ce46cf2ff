/**
 * Steps 3 to 5 of a query: decide, find reads, commit the release. Of the agency's own reads the decision that counts is
 * the last one. Before an outsider is asked it is taken under the locks as well, and the intent to ask is in the log.
 */
import type { Request } from 'express';
import { GatewayError, unavailableNow } from '../faults/errors.ts';
import type { FoundReads, ReadsPosition } from '../reads/reads-store.ts';
import type { ReadsSource } from '../reads/sources/reads-source.ts';
import { toReadsQuery } from '../reads/to-reads-query.ts';
import type { Commit } from '../release/commit/commit-queue.ts';
import type { AskedOutside, Outcome } from '../release/commit/commit-releases.ts';
import type { PendingReads } from '../release/facts/pending-query.ts';
import type { ResponseInFlight } from '../release/lease/in-flight.ts';
import { markKnown } from '../sign-in/mark-known.ts';
import { atABeat } from './at-a-beat.ts';
import { type FirstDecision, mayBePermitted, mayLookUp } from './decide-first.ts';
import { type PageCursor, requireUnexpired } from './page-cursor.ts';
import type { recordFault } from './record-fault.ts';

export interface SettleDeps extends FirstDecision {
  readonly reads: Pick<ReadsSource, 'asksOutside' | 'check' | 'find'>;
  readonly commit: Commit;
  readonly recordFault: ReturnType<typeof recordFault>;
}

export interface Settling {
  readonly pending: PendingReads;
  /** The position at which the page before it ended; null for the first. */
  readonly after: ReadsPosition | null;
  /** The cursor that named the page; none for the first. */
  readonly cursor?: PageCursor;
  /** The response in flight by which the answer will leave; it ends a question that is asked outside. */
  readonly inFlightResponse: Pick<ResponseInFlight, 'ask'>;
}

/** The outcomes of a query whose proof was new. */
const USED_UP: ReadonlySet<Outcome['kind']> = new Set(['released', 'held', 'denied', 'look_up']);

/** @throws GatewayError `unavailable` where the reads cannot be searched, or nothing can be committed */
export async function settle(asked: Settling, request: Request, deps: SettleDeps): Promise<Outcome> {
  const { cursor } = asked;
  if (cursor !== undefined) requireUnexpired(cursor, deps.now());
  return deps.reads.asksOutside ? settleOutside(asked, request, deps) : settleOwn(asked, request, deps);
}

async function settleOwn(asked: Settling, request: Request, deps: SettleDeps): Promise<Outcome> {
  let { pending } = asked;
  const isKnown = mayLookUp(pending, deps); // 3
  if (!isKnown) {
    const outcome = await commit({ ...pending, found: null }, request, deps);
    if (outcome.kind !== 'look_up') return outcome;
    // Permitted under the locks, and not known to be before. Once more, with the proof already claimed.
    pending = { ...pending, proof: null };
  }
  return atABeat(async () => {
    const found = await faultless(pending, deps, () => deps.reads.find(queryOf(asked), null)); // 4
    return commit({ ...pending, found }, request, deps); // 5
  });
}

/** A question that is cut is decided again, and if it is permitted still, asked once more. */
const MOST_QUESTIONS = 2;

async function settleOutside(asked: Settling, request: Request, deps: SettleDeps): Promise<Outcome> {
  let { pending } = asked;
  for (let questions = 0; questions < MOST_QUESTIONS; questions += 1) {
    // No intent stands in the log for a question that cannot leave; what is refused is refused all the same.
    if (mayBePermitted(pending, deps)) await faultless(pending, deps, () => deps.reads.check());
    const outcome = await commit({ ...pending, found: null }, request, deps); // 3
    if (outcome.kind !== 'look_up') return outcome;
    if (outcome.question === null) throw new Error('a question to an outsider has no entry in the log');
    pending = { ...pending, proof: null };
    const found = await ask({ ...asked, pending }, outcome.question, deps); // 4
    if (found !== null) return commit({ ...pending, found, asked: outcome.question.id }, request, deps); // 5
  }
  throw unavailableNow('the access of your agency changed twice while this was in progress; ask again');
}

/** Asks outside; null where a revocation cut the question, so that the next decision says what is left. */
async function ask(asked: Settling, question: AskedOutside, deps: SettleDeps): Promise<FoundReads | null> {
  const { inFlightResponse, pending } = asked;
  const { caseNumber, epoch, id, reason } = question;
  const signal = inFlightResponse.ask(epoch);
  const find = () => deps.reads.find(queryOf(asked), { id, reason, caseNumber, signal });
  try {
    return await find();
  } catch (cause) {
    const fault = signal.aborted ? 'question_cut' : 'reads_unavailable';
    await deps.recordFault(pending, fault, id);
    if (signal.aborted) return null;
    throw unsearchable(cause);
  }
}

async function commit(pending: PendingReads, request: Request, deps: SettleDeps): Promise<Outcome> {
  const outcome = await deps.commit(pending);
  deps.spentQuotas.learn(pending, outcome, deps.now());
  deps.permittedOfficers.learn(pending, outcome, deps.now());
  if (USED_UP.has(outcome.kind)) markKnown(request, pending.subject);
  return outcome;
}

/** A look-up that fails is in the log as well, where the log can be written. */
async function faultless<T>(pending: PendingReads, deps: SettleDeps, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    await deps.recordFault(pending, 'reads_unavailable');
    throw unsearchable(cause);
  }
}

/** Says to ask again when the source says it may be asked, else in a second. */
function unsearchable(cause: unknown): GatewayError {
  const { retryAfter } = cause as { retryAfter?: unknown };
  const wait = typeof retryAfter === 'number' ? Math.max(1, Math.ceil(retryAfter)) : 1;
  return new GatewayError(
    'unavailable',
    'the reads cannot be searched now; nothing was released, ask again',
    { headers: { 'Retry-After': String(wait) }, cause },
  );
}

const queryOf = ({ after, pending }: Settling) => toReadsQuery(pending.query, after);
