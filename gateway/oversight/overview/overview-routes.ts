/** Serves what the owner's people look at first over HTTP: numbers of what waits, and of today. */
import { auditDue, monthOf } from '../../../sharing-rules/audit-months.ts';
import { rolesAllow } from '../../../sharing-rules/terms/roles.ts';
import { findDurability } from '../../database/durability.ts';
import type { Queryable } from '../../database/queryable.ts';
import { json, type Route } from '../../http/routes/route.ts';
import { count, object, oneOf, orNull, time } from '../../http/schemas/shapes.ts';
import { admitted } from '../../sign-in/door.ts';
import type { SignInDeps } from '../../sign-in/require-administrator.ts';
import { type Inbox, inbox } from './inbox.schema.ts';
import { findInbox, type Waiting } from './inbox-store.ts';
import { COUNTED_TO, findOverviewCounts } from './overview-store.ts';

export interface OverviewDeps extends SignInDeps {
  readonly pool: Queryable;
  /** Resolves to the seconds by which the reads lag behind; null unless they come from a standby. */
  readonly readsLag: () => Promise<number | null>;
}

const counted = {
  ...{ agenciesGranted: count, releasesToday: count, refusalsToday: count, heldQueries: count },
  ...{ exigentOpen: count, exigentOverdue: count, lifeSafetyHeld: count, proposals: count },
  ...{ endpointsWaiting: count, endpointsFailing: count },
  ...{
    ...{ hitsUnconfirmed: count, wrongEntries: count, wrongEntriesOldestDays: count },
    reportsOpen: count,
    reportsOverdue: count,
    dutiesOverdue: count,
    nodes: count,
    jobsWaiting: count,
    jobsFailed: count,
  },
  ...{ vendorListBehind: count, vendorOtherSubscriptions: count },
  ...{ auditsWaiting: count, logSize: count, logAt: orNull(time) },
  commits: oneOf('held', 'asynchronous', 'alone'),
  readsLagSeconds: orNull(count),
};

/** An audit is due by the rules' calendar, which no row has. */
function present({ due, since, ...one }: Waiting): Inbox['items'][number] {
  const by = one.task === 'audits' ? new Date(auditDue(monthOf(since.getTime() - 1))) : due;
  return { ...one, since: since.toISOString(), due: by?.toISOString() ?? null };
}

export const OVERVIEW_ROUTES: readonly Route<OverviewDeps>[] = [
  admitted(
    {
      method: 'get',
      path: '/v1/inbox',
      id: 'readInbox',
      action: 'read_registry',
      summary: `What waits for the person who asks, what is due or began first on top; counted to ${COUNTED_TO}.`,
      answers: { 200: json('The tasks.', inbox) },
    },
    async ({ by: { personId, roles } }, deps: OverviewDeps) => {
      const found = await findInbox(deps.pool, personId, (action) => rolesAllow(roles, action));
      const items = found.map(present);
      return { items: items.sort((a, b) => (a.due ?? a.since).localeCompare(b.due ?? b.since)) };
    },
  ),
  admitted(
    {
      method: 'get',
      path: '/v1/overview',
      id: 'readOverview',
      action: 'read_registry',
      summary: `What waits for somebody, and today's releases and refusals (UTC); no queue is counted beyond ${COUNTED_TO}.`,
      answers: { 200: json('The numbers.', { $id: 'Overview', ...object(counted) }) },
    },
    async (_, deps: OverviewDeps) => {
      const [counts, { kind: commits }, lag] = await Promise.all([
        findOverviewCounts(deps.pool),
        findDurability(deps.pool),
        deps.readsLag(),
      ]);
      return { ...counts, commits, readsLagSeconds: lag === null ? null : Math.ceil(lag) };
    },
  ),
];
