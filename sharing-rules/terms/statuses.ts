/** How identities, reviews and reports of misuse can stand; agencies and grants: see `agency.ts`. */

/**
 * Clients, persons and issuers. One that is removed stays on record, and never comes back. A person can be suspended, and
 * with them the clients that act for them.
 */
export const IDENTITY_STATUSES = ['active', 'suspended', 'removed'] as const;
export type IdentityStatus = (typeof IDENTITY_STATUSES)[number];

/**
 * What a person of the owner decides on. `held`: a query that waits for its release; `exigent`: a release for danger to
 * life, looked at afterwards.
 */
export const REVIEW_KINDS = ['held', 'exigent'] as const;
export type ReviewKind = (typeof REVIEW_KINDS)[number];

export const HELD_STATUSES = ['held', 'approved', 'refused', 'picked_up', 'dropped', 'lapsed'] as const;
export const EXIGENT_STATUSES = ['open', 'sound', 'unsound'] as const;
export type ReviewStatus = (typeof HELD_STATUSES)[number] | (typeof EXIGENT_STATUSES)[number];

/**
 * What a reviewer makes of who asked: honest work, which the screen or a rule stopped without need; a mistake of theirs;
 * or misuse, which goes before the Chief.
 */
export const REVIEW_VERDICTS = ['honest', 'mistaken', 'misuse'] as const;
export type ReviewVerdict = (typeof REVIEW_VERDICTS)[number];

/** What a list of reviews can be narrowed to; `waiting`: nobody has decided yet. */
export const REVIEW_SEARCHES = ['waiting', 'all', ...HELD_STATUSES, ...EXIGENT_STATUSES] as const;

/** Of a report of misuse (Policy 420.9.1). */
export const REPORT_STATES = ['open', 'acknowledged', 'closed'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** What a list of reports can be narrowed to; `waiting`: not closed yet; `overdue`: nor closed in time. */
export const REPORT_SEARCHES = ['waiting', 'overdue', ...REPORT_STATES] as const;
export type ReportSearch = (typeof REPORT_SEARCHES)[number];

export const REPORT_OUTCOMES = ['founded', 'unfounded'] as const;
export type ReportOutcome = (typeof REPORT_OUTCOMES)[number];
