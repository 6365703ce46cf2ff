/** Shows every head of a log at once, as in the demo. */
import { FollowedLog } from '../../../gateway/audit/follow/followed-log.ts';
import { PublishedHead } from '../../../gateway/audit/follow/published-head.ts';
import type { StoredHead } from '../../../gateway/audit/log-store.ts';
import type { Queryable } from '../../../gateway/database/queryable.ts';

/** @param known the head that the node is taken to have derived; absent: it hashes the log from its first entry on */
export const publishedAtOnce = (pool: Queryable, known: StoredHead | null = null): PublishedHead =>
  new PublishedHead({ db: pool, log: new FollowedLog({ db: pool, known }), everyS: 0 });
