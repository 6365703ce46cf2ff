/** How the find and commit steps of a query are carried out: many at once, on a few connections. */
import { createLookUpQueue, type LookUpQueue } from '../../reads/look-up-queue.ts';
import { CommitQueue } from '../../release/commit/commit-queue.ts';
import type { CommitDeps } from '../../release/commit/commit-releases.ts';

const COMMIT_LINES = 1;
const LOOK_UP_LINES = 2;

type OnBatch = (size: number) => void;

/** How the find and commit steps are carried out. */
export interface Steps {
  readonly openLookUps: (url: string, onBatch: OnBatch) => LookUpQueue;
  readonly openCommits: (
    url: string,
    deps: CommitDeps,
    onBatch: OnBatch,
  ) => Pick<CommitQueue, 'commit' | 'close'>;
}

/** What waits at one moment shares one statement, and one transaction. */
export const BATCHED: Steps = {
  openLookUps: (url, onBatch) => createLookUpQueue(url, LOOK_UP_LINES, onBatch),
  openCommits: (url, deps, onBatch) => new CommitQueue({ url, connections: COMMIT_LINES, onBatch }, deps),
};
