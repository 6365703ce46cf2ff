/** Sessions that the database ended before it saw a COMMIT: nothing was written, and committing again does no harm. */

/**
 * SQLSTATE 25P03: the session was ended while its transaction waited for the next statement, because this process stood
 * still. Of what was sent afterwards the database saw nothing, a COMMIT neither.
 */
export function isIdleEnd(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25P03';
}

/**
 * `pg` refuses what is asked of a connection that broke, and sends nothing of it. A commit's last round trip is asked for all
 * at once: where the first statement was not sent, COMMIT was not either.
 */
export function isUnsent(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === undefined && /is not queryable$/.test(String(message));
}

/** For a fault of which it is known that its COMMIT was not sent. 57P01: by a revoke that it stood in the way of. */
export function isEndedSession(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== undefined) return code === '57P01' || isIdleEnd(error);
  return isUnsent(error) || /terminated unexpectedly/.test(String(message));
}
