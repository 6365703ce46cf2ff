/** A partner that shares, and the commit of what it asks. */
import { CommitQueue } from '../../gateway/release/commit-queue.ts';
import { createSharingFixture, type FixtureLimits, type SharingFixture } from './sharing-fixture.ts';

export interface CommitFixture extends SharingFixture {
  readonly queue: CommitQueue;
}

/** On two connections: batches overtake each other, as on a node. */
export async function createCommitFixture(limits: FixtureLimits = {}): Promise<CommitFixture> {
  const fixture = await createSharingFixture(limits);
  const queue = new CommitQueue({ url: fixture.databases.gatewayUrl, connections: 2 }, fixture.deps);
  return {
    ...fixture,
    queue,
    close: async () => {
      await queue.close();
      await fixture.close();
    },
  };
}
