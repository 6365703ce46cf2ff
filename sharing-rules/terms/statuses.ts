/** Lists the statuses of identities, reviews and reports of misuse; `agency.ts` has the registry's. */

/**
 * Clients, persons and issuers. One that is removed stays on record, and never comes back. A person can be suspended, and
 * with them the clients that act for them.
 */
export const IDENTITY_STATUSES = ['active', 'suspended', 'removed'] as const;
export type IdentityStatus = (typeof IDENTITY_STATUSES)[number];

/**
 * The subjects of a person's review. `held`: a query that waits for its release; `exigent`: a release for
 * danger to life, reviewed afterwards.
 */
export const REVIEW_KINDS = ['held', 'exigent'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export const HELD_STATUSES = ['held', 'approved', 'refused', 'picked_up', 'dropped', 'lapsed'] as const;
export const EXIGENT_STATUSES = ['open', 'sound', 'unsound'] as const;
export type ReviewStatus = (typeof HELD_STATUSES)[number] | (typeof EXIGENT_STATUSES)[number];

/**
 * The reviewer's verdict on the asker: honest work, which the screen or a rule stopped without need; a
 * mistake of theirs; or misuse, which goes before the Chief.
 */
export const REVIEW_VERDICTS = ['honest', 'mistaken', 'misuse'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

/** The searches of a list of reviews; `waiting`: nobody has decided yet. */
export const REVIEW_SEARCHES = ['waiting', 'all', ...HELD_STATUSES, ...EXIGENT_STATUSES] as const;

/** The states of a report of misuse (Policy 420.9.1). */
export const REPORT_STATES = ['open', 'acknowledged', 'closed'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** The searches of a list of reports; `waiting`: not closed yet; `overdue`: nor closed in time. */
export const REPORT_SEARCHES = ['waiting', 'overdue', ...REPORT_STATES] as const;
export type ReportSearch = (typeof REPORT_SEARCHES)[number];

/** The last one: every entry was a refusal, so nothing left; see `misuse/refused-nothing-left.ts`. */
export const REPORT_OUTCOMES = ['founded', 'unfounded', 'refused_nothing_left'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];
