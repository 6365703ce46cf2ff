/** The owner's own use of its reads: under a grant to itself, by the same lock, quotas and log as a partner's. */
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Outcome } from '../../../../gateway/release/commit/commit-releases.ts';
import type { PendingReads } from '../../../../gateway/release/facts/pending-query.ts';
import { type CommitFixture, createCommitFixture } from '../../../setup/database/commit-fixture.ts';
