/** Sessions that the database ended before it saw a COMMIT: nothing was written, and committing again does no harm. */

/**
 * SQLSTATE 25P03: the session was ended while its transaction waited for the next statement, because this process stood
 * still. Of what was sent afterwards the database saw nothing, a COMMIT neither.
 */
export function isIdleEnd(error: unknown): boolean {
  return (error as { code?: unknown }).code === '25P03';
}

/** For a fault of which it is known that its COMMIT was not sent. 57P01: by a revoke that it stood in the way of. */
export function isEndedSession(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code !== undefined) return code === '57P01' || isIdleEnd(error);
  return /not queryable|terminated unexpectedly/.test(String(message));
}
