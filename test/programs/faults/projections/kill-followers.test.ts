/** The short version of `npm run test:faults -- projections`: five kills instead of a hundred. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createSharingFixture, type SharingFixture } from '../../../setup/database/sharing-fixture.ts';
import { killFollowers } from './kill-followers.ts';

let fixture: SharingFixture;
beforeAll(async () => {
  fixture = await createSharingFixture();
});
afterAll(() => fixture.close());

test('followers that are killed in the middle of a batch leave what is built again', async () => {
  const { examples, inBatch } = await killFollowers(fixture, 5);
  expect([examples, inBatch]).toEqual([[], 5]);
});
