/** Sessions that the database ended before it saw a COMMIT: nothing was written, and committing again does no harm. */

/**
 * True for SQLSTATE 25P03: the session was ended while its transaction waited for the next statement, because
 * this process stood still. The database saw nothing that was sent afterwards, not even a COMMIT.
 */
export function isIdleEnd(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25P03';
}

/**
 * True if `pg` refused to send on a broken connection. A commit's last round trip is sent all at once: where
 * the first statement was not sent, COMMIT was not either.
 */
export function isUnsent(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return code === undefined && /is not queryable$/.test(String(message));
}

/** True if the session ended, with COMMIT known not to be sent. 57P01: by a revocation that it blocked. */
export function isEndedSession(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== undefined) return code === '57P01' || isIdleEnd(error);
  return isUnsent(error) || /terminated unexpectedly/.test(String(message));
}
