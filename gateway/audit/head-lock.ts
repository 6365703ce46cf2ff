/** The last of the advisory locks: whoever holds it is the only one to append to the log. */

/** Namespaces of the gateway's advisory locks (first key of `pg_advisory_xact_lock`). */
export const LOCK_SPACE = { halt: 7_410_501, agency: 7_410_502, head: 7_410_503 } as const;

/** A statement of its own, before the statement that reads the head. */
export const HEAD_LOCK_STATEMENT = `SELECT pg_advisory_xact_lock(${LOCK_SPACE.head}, 0)`;
