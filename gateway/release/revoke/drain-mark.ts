/**
 * Waits until no node can write what a revocation forbids, then says so in the log.
 *
 * Healthy nodes obey while the drain waits for the log's head: one transaction checks and ends it. Otherwise
 * the head is let go and the nodes are watched.
 *
 * A node is done when it has acknowledged the revocation, or when its lease is gone: it gave it up, took a
 * new generation (and destroyed all before), or its renewal counter stood still for longer than a lease
 * lasts, by the waiting node's own monotonic clock. Nodes that join later commit under the new state only.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { HEAD_LOCK_STATEMENT, insertBatch, readHead } from '../../audit/log-writer-store.ts';
import { ownerEvent } from '../../audit/owner-event.ts';
import { sealOn } from '../../audit/seal-events.ts';
import { Batcher } from '../../database/batcher.ts';
import { inTransaction, type LeaveUnanswered, type Transaction } from '../../database/db-transaction.ts';
import { lastingTrouble, type TroubleLog } from '../../faults/lasting-trouble.ts';
import type { Cut, Fenced } from '../lease/in-flight.ts';
import { LET_GO } from '../locks/locks-store.ts';
import {
  type Drained,
  type DrainState,
  dropNodes,
  endDrains,
  findAbandoned,
  findAcknowledged,
  findDrains,
  findNodes,
  type OpenDrain,
  type SeenNode,
} from './drain-store.ts';
import { StillNodes } from './still-nodes.ts';

/** Milliseconds that the head is held for nodes that have not obeyed yet; it stops commits of releases. */
const HEAD_HELD = 10;

/** Ms between looks: short at first; each is a fifth longer. */
const FIRST_LOOK = 1;
const LONGER = 1.2;
const LONGEST_LOOK = 50;

/** Milliseconds that a lost database is tried again before the wait is given up. */
const PATIENCE = 10_000;

/**
 * @param own the cuts of this node, and under which generation of its lease
 * @param still how long the nodes have been seen to stand still already
 * @throws the database's error, or GatewayError `unavailable`: then it is not known to be effective.
 */
export async function drainMark(
  pool: pg.Pool,
  open: OpenDrain,
  { generation: barred, ...cut }: Fenced,
  still = new StillNodes(),
): Promise<Drained> {
  const ending = endingsOn(pool);
  const ended = await persist(() =>
    ending.add({ open, barred, own: { ...cut, expiredNodes: 0 }, patient: true }),
  );
  if (ended !== null) return ended;
  const expiredNodes = await waitForNodes(pool, open.mark, still);
  return (await persist(() =>
    ending.add({ open, barred, own: { ...cut, expiredNodes }, patient: false }),
  )) as Drained;
}

/** Resolves to the number of nodes that were waited out. */
async function waitForNodes(pool: pg.Pool, mark: number, still: StillNodes): Promise<number> {
  const concerned = (await persist(() => findNodes(pool))).filter((node) => node.acknowledged < mark);
  let waitedFor: readonly SeenNode[] = concerned;
  let gone = false;
  for (let wait = FIRST_LOOK; waitedFor.length > 0; wait = Math.min(wait * LONGER, LONGEST_LOOK)) {
    await pause(wait);
    const seen = await persist(() => findNodes(pool));
    await persist(() => dropNodes(pool, still.observe(seen, performance.now())));
    const byGeneration = new Map(seen.map((node) => [node.generation, node]));
    gone ||= waitedFor.some(({ generation }) => !byGeneration.has(generation));
    waitedFor = waitedFor.filter(
      ({ generation }) => (byGeneration.get(generation)?.acknowledged ?? mark) < mark,
    );
  }
  if (!gone) return 0;
  const acknowledged = await persist(() => findAcknowledged(pool, mark));
  return concerned.filter((node) => !acknowledged.has(node.generation)).length;
}

interface Ending {
  readonly open: OpenDrain;
  /** The generation, as in `AwaitedDrain`. */
  readonly barred: number | null;
  readonly own: Drained;
  /** Its nodes may not have obeyed yet: they are waited for, and if they do not in time, it is not ended. */
  readonly patient: boolean;
}

type Endings = Batcher<Ending, Drained | null>;

/** The sizes by which one transaction at a time ends all waiting drains, as a commit does releases. */
const TOGETHER = { lines: 1, largestBatch: 100, longestQueue: 10_000 };

/** A pool's own, for as long as the pool is there. */
const endings = new WeakMap<pg.Pool, Endings>();

function endingsOn(pool: pg.Pool): Endings {
  const known = endings.get(pool);
  if (known !== undefined) return known;
  const made: Endings = new Batcher(TOGETHER, async (waiting) => {
    const ended = await endTogether(pool, waiting);
    return waiting.map(({ open }) => ({ value: ended.get(open.mark) ?? null }));
  });
  endings.set(pool, made);
  return made;
}

/**
 * Ends each once: the second reads what the first wrote. Two round trips: head and states, then COMMIT.
 * @returns by revocation record, those that have ended
 */
function endTogether(pool: pg.Pool, waiting: readonly Ending[]): Promise<ReadonlyMap<number, Drained>> {
  const byMark = new Map(waiting.map((ending) => [ending.open.mark, ending]));
  const awaited = [...byMark].map(([mark, { barred }]) => ({ mark, barred }));
  const ids = [...new Set(waiting.flatMap(({ open }) => (open.agency === null ? [] : [open.agency.id])))];
  const end = async (trx: Transaction, leave: LeaveUnanswered) => {
    const [head, first] = await Promise.all([readHead(trx, ids), findDrains(trx, awaited)]);
    let states = first;
    const isAwaited = (state: DrainState) =>
      state.ended === null && !state.obeyed && byMark.get(state.mark)?.patient === true;
    for (
      const until = performance.now() + HEAD_HELD;
      states.some(isAwaited);
      states = await findDrains(trx, awaited)
    ) {
      if (performance.now() > until) break;
      await pause(FIRST_LOOK);
    }
    const ended = new Map<number, Drained>();
    const now: { readonly mark: number; readonly drained: Drained }[] = [];
    for (const state of states) {
      if (isAwaited(state)) continue;
      const drained = state.ended ?? sumOf((byMark.get(state.mark) as Ending).own, state.cut);
      ended.set(state.mark, drained);
      if (state.ended === null) now.push({ mark: state.mark, drained });
    }
    if (now.length === 0) return ended;
    leave(endDrains(trx, now));
    const events = now.map(({ drained, mark }) => {
      const { agency, grant } = (byMark.get(mark) as Ending).open;
      return ownerEvent({ kind: 'revocation_effective', agency, grant, owner: { mark, ...drained } });
    });
    leave(insertBatch(trx, sealOn(head, events)));
    return ended;
  };
  return inTransaction(pool, end, {
    first: [LET_GO, HEAD_LOCK_STATEMENT],
    pipelined: true,
    harmlessTwice: true,
  });
}

function sumOf(own: Drained, cut: Cut): Drained {
  return {
    drained: own.drained + cut.drained,
    aborted: own.aborted + cut.aborted,
    expiredNodes: own.expiredNodes,
  };
}

/**
 * Tries again after any fault, since a lost connection does not end a drain: no list of passing faults is
 * whole (a full server, a wait for a lock, a pool with none free); a bug ends it ten seconds later.
 */
async function persist<T>(step: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (performance.now() > until) throw error;
      await pause(100);
    }
  }
}

/** Ms. */
const LOOK_EVERY = 1_000;

const OTHERS = {
  trouble: 'other nodes could not be looked after; it is tried again',
  end: 'other nodes are looked after again',
};

interface DrainOthersOptions {
  readonly pool: pg.Pool;
  readonly log: TroubleLog;
}

/** Ends, for other nodes, drains whose coordinator is gone, and removes nodes whose lease has expired. */
export function drainOthers({ log, pool }: DrainOthersOptions): { stop(): void } {
  const still = new StillNodes();
  const trouble = lastingTrouble(log, OTHERS);
  let looking = false;
  const look = async () => {
    const gone = still.observe(await findNodes(pool), performance.now());
    for (const node of gone)
      log.warn({ node: node.nodeId }, 'a node has stopped renewing its lease; it is not waited for any more');
    await dropNodes(pool, gone);
    for (const open of await findAbandoned(pool)) {
      await drainMark(pool, open, { drained: 0, aborted: 0, generation: null });
    }
  };
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .then(trouble.isOver, (error) => trouble.lasts({ code: error.code }))
      .finally(() => {
        looking = false;
      });
  }, LOOK_EVERY);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
