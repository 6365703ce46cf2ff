/**
 * Waits until no node can write what a mark forbids, then says so in the log.
 *
 * Healthy nodes obey while the drain waits for the log's head: then one transaction looks and ends it. Otherwise the
 * head is let go and the nodes are watched.
 *
 * A node is done when it has acknowledged the mark, or when its lease is gone: it gave it up, took a new generation
 * (and destroyed all before), or its renewal counter stood still for longer than a lease lasts, counted on the
 * waiting node's own monotonic clock. Whoever joins later commits under the new state only.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { sealOn } from '../audit/append-events.ts';
import type { Detail } from '../audit/log-entry.ts';
import { HEAD_LOCK_STATEMENT, insertBatch, readHead } from '../audit/log-writer-store.ts';
import type { AuditEvent } from '../audit/seal-events.ts';
import { inTransaction, type LeaveUnanswered, type Transaction } from '../database/db-transaction.ts';
import {
  type Drained,
  dropNode,
  endDrain,
  findAcknowledged,
  findDrain,
  findNodes,
  type OpenDrain,
  type SeenNode,
} from './drain-store.ts';
import type { Cut } from './in-flight.ts';
import { LET_GO } from './locks-store.ts';
import { StillNodes } from './still-nodes.ts';

/** How long the head is held for nodes that have not obeyed yet, ms: no release is committed meanwhile. */
const HEAD_HELD = 10;

/** Ms between looks: short at first; each is a fifth longer. */
const FIRST_LOOK = 1;
const LONGER = 1.2;
const LONGEST_LOOK = 50;

/** How long a lost database is tried again before the wait is given up, ms. */
const PATIENCE = 10_000;

/**
 * @param own what this node has cut itself
 * @param still how long the nodes have been seen to stand still already
 * @throws the database's error, or GatewayError `unavailable`: then it is not known to be effective.
 */
export async function drainMark(
  pool: pg.Pool,
  open: OpenDrain,
  own: Cut,
  still = new StillNodes(),
): Promise<Drained> {
  const ended = await persist(() => endOnce(pool, open, { ...own, expiredNodes: 0 }, HEAD_HELD));
  if (ended !== null) return ended;
  const expiredNodes = await waitForNodes(pool, open.mark, still);
  return (await persist(() => endOnce(pool, open, { ...own, expiredNodes }, null))) as Drained;
}

/** Resolves to the number of nodes that were waited out. */
async function waitForNodes(pool: pg.Pool, mark: number, still: StillNodes): Promise<number> {
  const concerned = (await persist(() => findNodes(pool))).filter((node) => node.acknowledged < mark);
  let waitedFor: readonly SeenNode[] = concerned;
  let gone = false;
  for (let wait = FIRST_LOOK; waitedFor.length > 0; wait = Math.min(wait * LONGER, LONGEST_LOOK)) {
    await pause(wait);
    const seen = await persist(() => findNodes(pool));
    for (const node of still.observe(seen, performance.now())) await persist(() => dropNode(pool, node));
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

/**
 * Once: the second to come reads what the first wrote. Two round trips: the head and how it stands, then COMMIT.
 * @param held ms to wait, under the head lock, for nodes that have not obeyed yet; if they have not then, resolves to
 * null. Null: they are done otherwise.
 */
function endOnce(
  pool: pg.Pool,
  { agency, grant, mark }: OpenDrain,
  own: Drained,
  held: number | null,
): Promise<Drained | null> {
  const end = async (trx: Transaction, leave: LeaveUnanswered) => {
    const ids = agency === null ? [] : [agency.id];
    const [head, first] = await Promise.all([readHead(trx, ids), findDrain(trx, mark)]);
    let state = first;
    const until = performance.now() + (held ?? 0);
    while (state.ended === null && held !== null && !state.obeyed) {
      if (performance.now() > until) return null;
      await pause(FIRST_LOOK);
      state = await findDrain(trx, mark);
    }
    if (state.ended !== null) return state.ended;
    const drained = {
      drained: own.drained + state.cut.drained,
      aborted: own.aborted + state.cut.aborted,
      expiredNodes: own.expiredNodes,
    };
    leave(endDrain(trx, mark, drained));
    leave(insertBatch(trx, sealOn(head, [effective(agency, grant, { mark, ...drained })])));
    return drained;
  };
  return inTransaction(pool, end, {
    first: [LET_GO, HEAD_LOCK_STATEMENT],
    pipelined: true,
    harmlessTwice: true,
  });
}

function effective(agency: OpenDrain['agency'], grant: string | null, owner: Detail): AuditEvent {
  return { kind: 'revocation_effective', agency, grant, effect: null, mark: false, asker: {}, owner };
}

/**
 * A connection may be lost on the way; the drain is not. Any fault is tried again: no list of those that pass is whole
 * (a full server, a wait for a lock, a pool that has no connection free), and a bug ends it ten seconds later.
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
