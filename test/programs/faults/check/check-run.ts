/** Every check after a run: drains, the log in its own order, what partners got, what nodes wrote. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '../cluster/cluster.ts';
import type { FurnishedWorld } from '../cluster/world.ts';
import type { History } from '../load/history.ts';
import { checkAnswers, checkTraced } from './check-answers.ts';
import { checkDrains, countCut } from './check-drains.ts';
import { checkLog } from './check-log.ts';
import { checkWrites } from './check-writes.ts';
import { readLog } from './read-log.ts';
import { writesOf } from './writes.ts';

/** A drain whose coordinator was killed is another's, after a lease has run out, and a look: 4 s; here on any machine. */
const LONGEST_DRAIN = 20_000;

export interface Checked {
  /** Pieces of releases that nodes wrote. */
  readonly writes: number;
  /** Answers that revokes cut in the middle. */
  readonly cut: number;
  /** See `CheckedWrites`. */
  readonly heldInWrite: number;
  readonly violations: number;
  readonly examples: readonly string[];
}

type CheckedCluster = Pick<Cluster<FurnishedWorld>, 'readTraces' | 'world'>;

/** @param from size of the log when the run began */
export async function checkRun(cluster: CheckedCluster, history: History, from: number): Promise<Checked> {
  const { owner } = cluster.world;
  const until = performance.now() + LONGEST_DRAIN;
  let drains = await checkDrains(owner, from);
  while (drains.length > 0 && performance.now() < until) {
    await pause(300);
    drains = await checkDrains(owner, from);
  }
  const lines = await readLog(owner);
  const traces = await cluster.readTraces();
  const writes = traces.flatMap(writesOf);
  const kills = traces.reduce((sum, trace) => sum + trace.kills, 0);
  const { heldInWrite, violations } = checkWrites(history, writes, lines);
  const found = [
    ...drains,
    ...checkLog(lines, from),
    ...violations,
    ...checkAnswers(history, lines),
    ...checkTraced(history, writes, kills),
  ];
  return {
    writes: writes.length,
    cut: await countCut(owner, from),
    heldInWrite,
    violations: found.length,
    examples: found.slice(0, 5),
  };
}
