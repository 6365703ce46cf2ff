/** Lists what befalls an ask: on the way, at the databases, at the logs. */
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultProxy, WAY_FAULTS, type WayFault } from './fault-proxy.ts';
import type { Scene } from './scene.ts';

export interface Fault {
  readonly name: string;
  /**
   * Begins before the ask; what it resolves to ends it, after the first answer.
   * @param partner ORI of the one on whose way it may happen
   */
  readonly begin: (scene: Scene, partner: string) => Promise<() => Promise<void>>;
}

/** Milliseconds within which an ask is usually answered. */
const ASK_TAKES = 150;

const nothing = async () => undefined;

/** Somewhere in the middle of the ask. */
const meanwhile =
  (work: (scene: Scene) => Promise<void>): Fault['begin'] =>
  async (scene) => {
    const done = pause(Math.random() * ASK_TAKES).then(() => work(scene));
    return () => done;
  };

const onTheWay = (name: WayFault): Fault => ({
  name,
  begin: async ({ ways }, partner) => {
    const way = ways.get(partner) as FaultProxy;
    await way.arm(name);
    return async () => way.disarm();
  },
});

export const FAULTS: readonly Fault[] = [
  { name: 'none', begin: async () => nothing },
  ...(Object.keys(WAY_FAULTS) as WayFault[]).map(onTheWay),
  { name: 'sessions of A ended', begin: meanwhile(({ a }) => a.endSessions()) },
  { name: 'sessions of B ended', begin: meanwhile(({ b }) => b.endSessions()) },
  { name: 'A cannot write `peer_asked`', begin: ({ a }) => a.refuseEntries('peer_asked') },
  { name: 'A cannot write `peer_answered`', begin: ({ a }) => a.refuseEntries('peer_answered') },
  { name: 'B cannot write its entry', begin: ({ b }) => b.refuseEntries('release') },
];

export interface Kill {
  readonly name: string;
  readonly kill: (scene: Scene) => Promise<void>;
}

/** In turn. */
export const KILLS: readonly Kill[] = [
  { name: 'node of A', kill: ({ a }) => a.node.kill() },
  { name: 'node of B', kill: ({ b }) => b.node.kill() },
  { name: 'database of A', kill: ({ a }) => a.crashDatabase() },
  { name: 'node of B', kill: ({ b }) => b.node.kill() },
  { name: 'node of A', kill: ({ a }) => a.node.kill() },
  { name: 'database of B', kill: ({ b }) => b.crashDatabase() },
];
