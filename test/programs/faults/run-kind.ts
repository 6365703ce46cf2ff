/** One kind of fault: load, revokes, the fault on and off, then every check. */

import type { Asker } from '../../setup/asker.ts';
import { quantile } from '../bench/support/quantile.ts';
import { type Checked, checkRun } from './check/check-run.ts';
import { logSize } from './check/read-log.ts';
import type { Cluster } from './cluster/cluster.ts';
import type { Kind } from './kinds.ts';
import { type AdministratorOptions, grantAndRevoke, haltAndResume } from './load/administrator-load.ts';
import { type History, isDone } from './load/history.ts';
import { askOnAndOn } from './load/partner-load.ts';

export interface RunOptions {
  /** Queries after which the run ends, if something was released and something revoked, */
  readonly attempts: number;
  /** but not before these ms; whatever was done, after those. */
  readonly atLeast: number;
  readonly atMost: number;
  /** Connections of each partner. */
  readonly connections: number;
}

/** A run in which nothing was released, or nothing revoked, shows nothing. */
export function isIdle({ releases, revokes }: Pick<Report, 'releases' | 'revokes'>): boolean {
  return releases === 0 || revokes === 0;
}

function hasBegun({ attempts, lowered }: History): boolean {
  return attempts.some(isDone) && lowered.some(isDone);
}

/** One JSON line. */
export interface Report extends Checked {
  readonly kind: string;
  readonly seconds: number;
  readonly attempts: number;
  readonly releases: number;
  readonly denials: number;
  /** 503, or the connection ended first. */
  readonly unanswered: number;
  /** Any other status: what a clock that was set, or a page that has gone, is answered with. */
  readonly otherwise: number;
  readonly revokes: number;
  /** Revokes answered otherwise than 200. */
  readonly notRevoked: number;
  readonly revokeP50: number;
  readonly revokeP99: number;
}

const LIMITS = [5, 25, 200];

export async function runKind(cluster: Cluster, kind: Kind, options: RunOptions): Promise<Report> {
  const { world } = cluster;
  await cluster.heal();
  await cluster.forgetTraces();
  const from = await logSize(world.owner);
  const history: History = { attempts: [], lowered: [] };
  const began = performance.now();
  let over = false;
  const stopped = () => {
    const ms = performance.now() - began;
    const enough = ms > options.atLeast && history.attempts.length >= options.attempts;
    over ||= ms > options.atMost || (enough && hasBegun(history));
    return over;
  };
  const { port } = world;
  const { administrators, partners } = world.cast;
  const asking = kind.hot ? partners.slice(0, 1) : partners;
  const administration: AdministratorOptions = {
    port,
    administrators,
    history,
    stopped,
    sharedFor: kind.sharedFor ?? 400,
    haltEvery: kind.haltEvery ?? 2_500,
  };
  await Promise.all([
    ...asking.flatMap((asker) =>
      connectionsOf(asker, (options.connections * partners.length) / asking.length),
    ),
    ...asking.flatMap(({ ori }) =>
      Array.from({ length: kind.revokers ?? 1 }, () => grantAndRevoke(administration, ori)),
    ),
    haltAndResume(administration),
    kind.inject(cluster, stopped),
  ]);
  const seconds = (performance.now() - began) / 1_000;
  await cluster.heal();
  const checked = await checkRun(cluster, history, from);
  return { ...report(kind.name, seconds, history), ...checked };

  function connectionsOf(asker: Asker, count: number): Promise<void>[] {
    return Array.from({ length: count }, (_, i) =>
      askOnAndOn({ asker, history, port, stopped, limit: LIMITS[i % LIMITS.length] as number }),
    );
  }
}

function report(kind: string, seconds: number, { attempts, lowered }: History) {
  const count = (...statuses: number[]) => attempts.filter(({ status }) => statuses.includes(status)).length;
  const times = lowered
    .filter(isDone)
    .map(({ begun, ended }) => (ended - begun) / 1e6)
    .sort((a, b) => a - b);
  const at = (share: number) => Math.round((quantile(times, share) || 0) * 10) / 10;
  return {
    kind,
    seconds: Math.round(seconds * 10) / 10,
    attempts: attempts.length,
    releases: count(200),
    denials: count(403),
    unanswered: count(0, 503),
    otherwise: attempts.length - count(0, 200, 403, 503),
    revokes: times.length,
    notRevoked: lowered.length - times.length,
    revokeP50: at(0.5),
    revokeP99: at(0.99),
  };
}
