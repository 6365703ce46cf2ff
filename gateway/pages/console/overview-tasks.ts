/** The tasks that wait for somebody, the most urgent first, and the people whom they wait for. */
import type { AdministrativeAction } from '../../../sharing-rules/terms/roles.ts';
import type { Durability } from '../../database/durability.ts';
import type { OverviewCounts } from '../../oversight/overview/overview-store.ts';

export interface Sharing {
  readonly halted: boolean;
  readonly proposal: { readonly person: string } | null;
  readonly halts: readonly {
    readonly at: string;
    readonly person: string | null;
    readonly reason: string | null;
  }[];
}

/** The counts as they come over HTTP, where times are text. */
export type Counts = Omit<OverviewCounts, 'logAt'> & {
  readonly logAt: string | null;
  readonly commits: Durability;
  /** Seconds by which the standby is behind; null if the reads are at none. */
  readonly readsLagSeconds: number | null;
};

interface Task {
  readonly count: number;
  readonly what: string;
  readonly address: string;
  /** The action allowed to those who can do something about the task. */
  readonly action: AdministrativeAction;
}

/** The most urgent first: a life, then a right, then the machine. */
export const tasksOf = (counts: Counts, { halted, proposal }: Sharing): readonly Task[] => [
  {
    count: counts.lifeSafetyHeld,
    what: 'Held queries about a life in danger, to decide at once',
    address: '/console/reviews',
    action: 'read_reviews',
  },
  {
    count: counts.exigentOverdue,
    what: 'Releases for danger to life whose review is overdue',
    address: '/console/reviews',
    action: 'read_reviews',
  },
  {
    count: counts.reportsOverdue,
    what: 'Overdue reports to the Chief',
    address: '/console/misuse?state=overdue',
    action: 'read_misuse',
  },
  {
    count: counts.exigentOpen - counts.exigentOverdue,
    what: 'Releases for danger to life to review',
    address: '/console/reviews',
    action: 'read_reviews',
  },
  {
    count: counts.hitsUnconfirmed,
    what: 'Unconfirmed hits',
    address: '/console/hits',
    action: 'decide_hit',
  },
  {
    count: counts.heldQueries - counts.lifeSafetyHeld,
    what: 'Held queries to decide',
    address: '/console/reviews',
    action: 'read_reviews',
  },
  {
    count: counts.reportsOpen - counts.reportsOverdue,
    what: 'Open reports to the Chief that are not due yet',
    address: '/console/misuse',
    action: 'read_misuse',
  },
  {
    count: counts.auditsWaiting,
    what: 'Months to audit',
    address: '/console/monthly',
    action: 'complete_audit',
  },
  {
    count: halted && proposal !== null ? 1 : 0,
    what: 'A proposal to end the halt, which waits for another administrator',
    address: '/console/resume',
    action: 'resume',
  },
  {
    count: counts.proposals,
    what: 'Proposals that wait for another administrator',
    address: '/console/grants?status=proposed',
    action: 'approve_grant',
  },
  {
    count: counts.endpointsWaiting,
    what: 'Endpoints that wait for another administrator',
    address: '/console/hot-lists',
    action: 'approve_endpoint',
  },
  {
    count: counts.endpointsFailing,
    what: 'Endpoints of partners that take no deliveries',
    address: '/console/hot-lists',
    action: 'order_sync',
  },
  {
    count: counts.jobsFailed,
    what: 'Jobs that failed for good',
    address: '/console/hot-lists',
    action: 'order_sync',
  },
  {
    count: counts.vendorListBehind,
    what: 'The vendor’s hot list, which is not in step with the standing queries',
    address: '/console/hot-lists',
    action: 'order_sync',
  },
  {
    count: counts.vendorOtherSubscriptions,
    what: 'Others to whom the vendor sends its alerts, around the gateway',
    address: '/console/hot-lists',
    action: 'order_sync',
  },
];
