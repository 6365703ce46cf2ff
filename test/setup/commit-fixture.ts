/** A partner that shares, and the commit of what it asks. */
import { CommitQueue } from '../../gateway/release/commit-queue.ts';
import { createSharingFixture, type FixtureLimits, type SharingFixture } from './sharing-fixture.ts';

export interface CommitFixture extends SharingFixture {
  readonly queue: CommitQueue;
}

/** @param connections with one, what waits together is one batch */
export async function createCommitFixture(
  limits: FixtureLimits = {},
  connections = 1,
): Promise<CommitFixture> {
  const fixture = await createSharingFixture(limits);
  const queue = new CommitQueue({ url: fixture.databases.gatewayUrl, connections }, fixture.deps);
  return {
    ...fixture,
    queue,
    close: async () => {
      await queue.close();
      await fixture.close();
    },
  };
}
