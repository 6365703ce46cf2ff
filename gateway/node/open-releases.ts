/** Opens what judges and commits: this node's lease, and the queue in which queries wait for a commit. */
import { createLogCheck } from '../audit/check-log-writable.ts';
import type { StoredHead } from '../audit/log-store.ts';
import type { PlateKeys } from '../audit/plate-hmac.ts';
import type { Notices } from '../database/notices.ts';
import type { Pools } from '../database/pools.ts';
import type { CommitDeps } from '../release/commit/commit-releases.ts';
import { previewer } from '../release/commit/preview.ts';
import { approvalPreviewer } from '../release/commit/preview-approval.ts';
import type { JudgeDeps } from '../release/facts/batch-facts.ts';
import { createHistoryCoder } from '../release/facts/history-codes.ts';
import type { KeptHead } from '../release/lease/kept-head.ts';
import { watchForks } from '../release/lease/tell-of-fork.ts';
import { startNode } from '../release/lease-node.ts';
import type { Logger } from '../settings/logger.ts';
import type { Metrics } from './metrics/create-metrics.ts';
import type { Steps } from './routes/query-steps.ts';

export interface ReleasesOptions {
  readonly url: string;
  readonly pools: Pools;
  readonly notices: Notices;
  readonly kept: KeptHead;
  /** The head on which this node starts. */
  readonly derived: StoredHead;
  readonly signer: CommitDeps['signer'];
  readonly plateKeys: PlateKeys;
  readonly judging: JudgeDeps;
  readonly steps: Steps;
  readonly mayRelease: () => boolean;
  /** See `CommitDeps`. */
  readonly mayCommit: () => void;
  readonly requireHeld: boolean;
  readonly metrics: Metrics;
  readonly log: Logger;
}

export type OpenedReleases = Awaited<ReturnType<typeof openReleases>>;

/** @throws the database's error: a node that cannot take a lease does not start */
export async function openReleases(options: ReleasesOptions) {
  const { derived, judging, kept, log, mayCommit, mayRelease, metrics, notices, plateKeys, pools } = options;
  const { requireHeld, signer, steps, url } = options;
  const node = await startNode({ url, notices, pool: pools.draining, log, kept, derived, signer });
  const { inFlight, witness } = node;
  watchForks(metrics.registry, () => witness.betrayed);
  const logCheck = createLogCheck(pools.gateway, () => performance.now());
  const onFault = logCheck.failed;
  const codeHistory = createHistoryCoder(plateKeys('history'));
  const commits = steps.openCommits(
    url,
    { ...judging, mayCommit, mayRelease, onFault, requireHeld, plateKeys, codeHistory, signer, witness },
    metrics.batchOf('commit'),
  );
  return {
    inFlight,
    witness,
    commits,
    /** Previews the decision, and commits nothing. */
    preview: previewer(pools.gateway, { ...judging, plateKeys }),
    previewApproval: approvalPreviewer(pools.administration, { ...judging, plateKeys, codeHistory }),
    /** Checks readiness. @throws Error while the node may not send anything */
    check: node.check,
    checkLog: logCheck.check,
    close: async () => {
      await commits.close();
      await node.close();
    },
  };
}
