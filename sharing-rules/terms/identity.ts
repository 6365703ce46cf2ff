/** Clients, persons and issuers: the states that a registered identity has. */

/** What is removed stays on record, and comes back only by a registration of its own. */
export const IDENTITY_STATUSES = ['active', 'removed'] as const;
export type IdentityStatus = (typeof IDENTITY_STATUSES)[number];
