/** The faults, one kind a run. Each goes on and off while partners ask and administrators revoke. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster, ClusterNode } from './cluster/cluster.ts';
import type { Impairment } from './cluster/tcp-proxy.ts';
import { stopReading } from './load/stuck-readers.ts';

export interface Kind {
  readonly name: string;
  /** Ms; see `AdministratorOptions`. */
  readonly sharedFor?: number;
  readonly haltEvery?: number;
  /** Pairs of administrators for each partner; default: one. */
  readonly revokers?: number;
  /** All load on one partner, whose grant is revoked again and again. */
  readonly hot?: true;
  /** Brings about the fault again and again until stopped. What it leaves behind is healed by the caller. */
  readonly inject: (cluster: Cluster, stopped: () => boolean) => Promise<void>;
}

const oneOf = <T>(list: readonly T[]): T => list[Math.floor(Math.random() * list.length)] as T;
const COMMITS = ['gateway-commit'];
const LEASE = ['gateway-lease'];
const NOTICES = ['gateway-notices'];

/** Over and over until stopped: calm, then the fault. */
const repeatedly =
  (calm: number, fault: (cluster: Cluster, node: ClusterNode) => Promise<void>): Kind['inject'] =>
  async (cluster, stopped) => {
    for (;;) {
      await pause(calm);
      if (stopped()) return;
      await fault(cluster, oneOf(cluster.nodes));
    }
  };

const untilStopped: Kind['inject'] = async (_, stopped) => {
  while (!stopped()) await pause(50);
};

const allButFirst =
  (...impairments: readonly Impairment[]): Kind['inject'] =>
  async (cluster, stopped) => {
    for (const node of cluster.nodes.slice(1)) await node.impair(...impairments);
    await untilStopped(cluster, stopped);
  };

export const KINDS: readonly Kind[] = [
  { name: 'none', inject: untilStopped },
  { name: 'hot', hot: true, inject: untilStopped },
  // Grants that outlive halts: what was begun before one is not continued after it.
  { name: 'halts', sharedFor: 5_000, haltEvery: 500, inject: untilStopped },
  {
    name: 'kill',
    inject: repeatedly(400, async (_, { process }) => {
      await process.kill();
      await pause(300);
      await process.start();
    }),
  },
  {
    name: 'pause',
    inject: repeatedly(1_200, async (cluster, node) => {
      // Late answers of every kind, so that something is on its way whenever the node is stopped.
      for (const { impair } of cluster.nodes)
        await impair(
          { applications: COMMITS, commitAnswers: 150 },
          { applications: LEASE, fromDatabase: 100 },
        );
      await pause(1_000);
      node.process.signal('SIGSTOP');
      await pause(4_000);
      node.process.signal('SIGCONT');
      for (const { impair } of cluster.nodes) await impair();
    }),
  },
  { name: 'terminate', inject: repeatedly(700, ({ world }) => world.terminateAll()) },
  { name: 'restart', inject: repeatedly(2_500, ({ world }) => world.restartDatabase()) },
  {
    name: 'redis',
    inject: repeatedly(500, async ({ world }) => {
      await world.redis?.flush();
      await world.redis?.replace();
    }),
  },
  {
    name: 'network',
    inject: repeatedly(300, async (_, { cut, halfClose, impair }) => {
      const what = oneOf(['delay', 'delay', 'cut', 'half-close', 'silence'] as const);
      if (what === 'cut') await cut(0.5);
      if (what === 'half-close') await halfClose(0.5);
      if (what === 'delay') await impair({ applications: null, toDatabase: 40, fromDatabase: 80 });
      if (what === 'silence') await impair({ applications: null, silent: true });
      await pause(what === 'silence' ? 2_500 : 800);
      await impair();
      // What was silent must not come back: bytes of it are missing.
      if (what === 'silence') await cut(1);
    }),
  },
  { name: 'clock', inject: repeatedly(900, async (_, { process }) => process.signal('SIGUSR2')) },
  { name: 'readers', sharedFor: 3_000, inject: stopReading },
  {
    name: 'mid-commit',
    inject: repeatedly(500, async (_, { impair }) => {
      // The second round trip does not come: the node holds its locks and says no more.
      await impair({ applications: COMMITS, toDatabase: 1_500 });
      await pause(600);
      await impair();
    }),
  },
  // All but the first node, so that somebody revokes without delay. Answers of COMMIT come late: a release is
  // committed, and its node does not know yet.
  { name: 'slow-commit', inject: allButFirst({ applications: COMMITS, commitAnswers: 150 }) },
  {
    name: 'slow-node',
    inject: allButFirst(
      { applications: COMMITS, commitAnswers: 500 },
      { applications: [...LEASE, ...NOTICES], fromDatabase: 100 },
    ),
  },
  {
    name: 'deaf',
    inject: allButFirst(
      { applications: NOTICES, silent: true },
      { applications: COMMITS, commitAnswers: 60 },
    ),
  },
  {
    name: 'coordinator',
    inject: repeatedly(600, async ({ nodes }) => {
      // With one node stopped every drain lasts; then the one that coordinates is killed in the middle.
      const [one, other] = nodes as [ClusterNode, ClusterNode];
      one.process.signal('SIGSTOP');
      await pause(900);
      await other.process.kill();
      await pause(2_200);
      one.process.signal('SIGCONT');
      await other.process.start();
    }),
  },
  {
    name: 'late-renewal',
    sharedFor: 2_000,
    // When the node is stopped, a renewal and a commit are on their way; when it wakes, their answers have come, the
    // renewal's first, and what it would have heard of marks comes last.
    inject: repeatedly(400, async (_, { process, impair }) => {
      const commits = { applications: COMMITS, hold: 'commits' } as const;
      const marks = { applications: NOTICES, hold: 'all' } as const;
      await impair({ applications: LEASE, hold: 'all' }, commits, marks);
      await pause(800);
      process.signal('SIGSTOP');
      await pause(4_000);
      await impair(commits, marks);
      await pause(30);
      await impair(marks);
      await pause(30);
      process.signal('SIGCONT');
      await pause(100);
      await impair();
    }),
  },
  { name: 'race', sharedFor: 20, revokers: 2, inject: untilStopped },
];

/** @throws Error for a name that no kind has */
export function findKind(name: string): Kind {
  const found = KINDS.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`there is no kind of fault \`${name}\``);
  return found;
}
