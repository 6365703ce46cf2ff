/**
 * The commit as a client knows it: told to ask again (503), it asks again. A process that stood still for a third of a
 * second in the middle of a commit finds its transaction ended by the database, and that nothing of it was done.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { GatewayError } from '../../gateway/faults/errors.ts';
import {
  type Commit,
  CommitQueue,
  type CommitQueueOptions,
} from '../../gateway/release/commit/commit-queue.ts';
import type { CommitDeps } from '../../gateway/release/commit/commit-releases.ts';

export interface PatientQueue {
  /** @throws what is wrong still after some attempts */
  readonly commit: Commit;
  close(): Promise<void>;
}

const ATTEMPTS = 5;
const PAUSE = 100;

export function openQueue(options: CommitQueueOptions, deps: CommitDeps): PatientQueue {
  const queue = new CommitQueue(options, deps);
  const commit: Commit = async (pending) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await queue.commit(pending);
      } catch (error) {
        if (!(error instanceof GatewayError && error.status === 503) || attempt === ATTEMPTS) throw error;
        await pause(PAUSE);
      }
    }
  };
  return { commit, close: () => queue.close() };
}
