/** A log whose every head is shown at once, as in the demo. */
import { FollowedLog } from '../../../gateway/audit/follow/followed-log.ts';
import { PublishedHead } from '../../../gateway/audit/follow/published-head.ts';
import type { Queryable } from '../../../gateway/database/queryable.ts';

export const publishedAtOnce = (pool: Queryable): PublishedHead =>
  new PublishedHead({ db: pool, log: new FollowedLog({ db: pool }), everyS: 0 });
