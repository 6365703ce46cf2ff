/** Lists the tasks of the person who looks: the inbox, then faults of the machine, which have no due time. */
import type { Durability } from '../../database/durability.ts';
import type { Inbox } from '../../oversight/overview/inbox.schema.ts';
import type { OverviewCounts } from '../../oversight/overview/overview-store.ts';
import { kindInWords } from '../oversight/report-kinds.ts';
import { AGREEMENTS_AT, agencyAddress, PROPOSALS, searchOf } from './registry/addresses.ts';

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

type Item = Inbox['items'][number];

/** A row of the inbox. */
export interface Task extends Pick<Item, 'agency' | 'name' | 'count'> {
  readonly what: string;
  readonly address: string;
  readonly since: string | null;
  readonly due: string | null;
}

interface Told {
  readonly what: string;
  /** Its page; of an agency's task, the rest of the agency's address. */
  readonly address: string;
}

const INBOX: Readonly<Record<Item['task'], Told>> = {
  life_safety_held: {
    what: 'Held queries about a life in danger, to decide at once',
    address: '/console/reviews',
  },
  exigent: { what: 'Releases for danger to life to review', address: '/console/reviews?kind=exigent' },
  held: { what: 'Held queries to decide', address: '/console/reviews?kind=held' },
  hits: { what: 'Unconfirmed hits', address: '/console/hits' },
  wrong_hits: { what: 'Hits that officers reported as wrong', address: '/console/hits' },
  caution_lifts: {
    what: 'Cautions on hits that wait for another person to lift them',
    address: '/console/hits',
  },
  reports: { what: 'Reports of misuse', address: '/console/misuse' },
  altered: {
    what: 'Log entries of which what is kept was altered: keep the database as it is, and look at the first',
    address: '/console/audit',
  },
  duties: {
    what: 'Duties under served process that are overdue',
    address: '/console/processes?status=overdue',
  },
  audits: { what: 'Months to audit', address: '/console/monthly' },
  resume: {
    what: 'A proposal to end the halt, which waits for another administrator',
    address: '/console/resume',
  },
  grants: {
    what: 'Proposals that wait for another administrator',
    address: '/console/grants?status=proposed',
  },
  agreements: {
    what: 'An agreement with another gateway waits for you: compare and accept it, or reject it',
    address: AGREEMENTS_AT,
  },
  endpoints: {
    what: 'Endpoints that wait for another administrator',
    address: '/console/hot-lists',
  },
  preservations: {
    what: 'Reads to keep for a case, which wait for another person',
    address: '/console/preservations',
  },
  identities: {
    what: 'Clients, persons and issuers that wait for another administrator',
    address: PROPOSALS,
  },
  reads_sources: {
    what: 'Sources of reads that wait for another administrator',
    address: '/console/reads-sources',
  },
  witnesses: {
    what: 'Witnesses that another administrator proposed to take out',
    address: '/console/witnesses',
  },
  persons: {
    what: 'Persons whom another administrator proposed to stop',
    address: '/console/persons',
  },
  rosters: { what: 'A larger roster, which waits for another administrator', address: '' },
  records_clients: {
    what: 'Clients that another administrator proposed to let answer for a records office',
    address: '/console/clients',
  },
  records_holds: {
    what: 'A records hold that another administrator proposed to lift',
    address: '/records-hold',
  },
};
const URGENT: readonly Item['task'][] = ['life_safety_held', 'altered'];

/** Tasks of one agency, which are done on its pages. */
const OF_AGENCY: ReadonlySet<Item['task']> = new Set(['rosters', 'records_holds']);

/** A life first, then an attack on the log, then what is due or began first. */
export function inboxOf(items: readonly Item[]): readonly Task[] {
  const place = ({ task }: Item) => (URGENT.includes(task) ? URGENT.indexOf(task) : URGENT.length);
  return [...items].sort((a, b) => place(a) - place(b)).map(toTask);
}

function toTask({ entry, kind, task, ...item }: Item): Task {
  const { agency } = item;
  const { address, what } = INBOX[task];
  if (entry !== null) return { ...item, what, address: `${address}/${entry}` };
  if (kind === null) {
    const own = OF_AGENCY.has(task) && agency !== null ? agencyAddress(agency) + address : address;
    return { ...item, what, address: own };
  }
  const about = agency === null ? { without: 'agency' } : { agency };
  return {
    ...item,
    what: `${what}: ${kindInWords(kind)}`,
    address: `${address}${searchOf({ ...about, kind })}`,
  };
}

/** Troubles that whoever runs the exchange can end. */
export function troublesOf(counts: Counts): readonly Task[] {
  const troubles: readonly (readonly [count: number, what: string])[] = [
    [counts.endpointsFailing, 'Endpoints of partners that take no deliveries'],
    [counts.jobsFailed, 'Jobs that failed for good'],
    [counts.vendorListBehind, 'The vendor’s hot list, which is not in step with the standing queries'],
    [counts.vendorOtherSubscriptions, 'Others to whom the vendor sends its alerts, around the gateway'],
  ];
  const rest = { address: '/console/hot-lists', agency: null, name: null, since: null, due: null };
  return troubles.flatMap(([count, what]) => (count === 0 ? [] : [{ ...rest, count, what }]));
}
