/** Every check after a run: drains, the log in its own order, what partners got, what nodes wrote. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import type { History } from '../load/history.ts';
import { checkDrains } from './check-drains.ts';
import { checkHistory } from './check-history.ts';
import { checkLog } from './check-log.ts';
import { readLog } from './read-log.ts';
import { heldInWrite, parseTrace } from './writes.ts';

/** A drain whose coordinator was killed is another's, after a lease has run out, and a look. */
const LONGEST_DRAIN = 8_000;

export interface Checked {
  /** Pieces of releases that nodes wrote. */
  readonly writes: number;
  /** Of these, how many were under way at the return of a revoke, of which nobody can say whether before or after. */
  readonly heldInWrite: number;
  readonly violations: number;
  readonly examples: readonly string[];
}

/** @param from size of the log when the run began */
export async function checkRun(cluster: Cluster, history: History, from: number): Promise<Checked> {
  const { owner } = cluster.world;
  const until = performance.now() + LONGEST_DRAIN;
  let lines = await readLog(owner);
  let drains = await checkDrains(owner, lines, from);
  while (drains.length > 0 && performance.now() < until) {
    await pause(300);
    lines = await readLog(owner);
    drains = await checkDrains(owner, lines, from);
  }
  const writes = parseTrace(await cluster.readTraces());
  const found = [...drains, ...checkLog(lines, from), ...checkHistory(history, writes, lines)];
  return {
    writes: writes.length,
    heldInWrite: heldInWrite(history, writes, lines).length,
    violations: found.length,
    examples: found.slice(0, 5),
  };
}
