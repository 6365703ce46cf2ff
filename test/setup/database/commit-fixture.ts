/** A partner that shares, and the commit of what it asks. */
import { openQueue, type PatientQueue } from '../patient-queue.ts';
import { createSharingFixture, type FixtureLimits, type SharingFixture } from './sharing-fixture.ts';

export interface CommitFixture extends SharingFixture {
  readonly queue: PatientQueue;
}

/** @param connections with one, what waits together is one batch */
export async function createCommitFixture(
  limits: FixtureLimits = {},
  connections = 1,
): Promise<CommitFixture> {
  const fixture = await createSharingFixture(limits);
  const queue = openQueue({ url: fixture.databases.gatewayUrl, connections }, fixture.deps);
  return {
    ...fixture,
    queue,
    close: async () => {
      await queue.close();
      await fixture.close();
    },
  };
}
