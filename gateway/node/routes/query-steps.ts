/** Sets how a query's find and commit steps are carried out: many at once, on a few connections. */
import { createLookUpQueue, type LookUpQueue } from '../../reads/look-up-queue.ts';
import { CommitQueue } from '../../release/commit/commit-queue.ts';
import type { CommitDeps } from '../../release/commit/commit-releases.ts';

const COMMIT_LINES = 1;
const LOOK_UP_LINES = 2;

type OnBatch = (size: number) => void;

/** The way in which the find and commit steps are carried out. */
export interface Steps {
  readonly openLookUps: (url: string, onBatch: OnBatch) => LookUpQueue;
  readonly openCommits: (
    url: string,
    deps: CommitDeps,
    onBatch: OnBatch,
  ) => Pick<CommitQueue, 'commit' | 'close'>;
}

/** Batches the queries that wait at one moment into one statement and one transaction. */
export const BATCHED: Steps = {
  openLookUps: (url, onBatch) => createLookUpQueue(url, LOOK_UP_LINES, onBatch),
  openCommits: (url, deps, onBatch) => new CommitQueue({ url, connections: COMMIT_LINES, onBatch }, deps),
};
