/** Waits for every statement of a round trip, and names the fault that caused the others. */

/** "current transaction is aborted": the echo of an earlier statement's fault. */
const ECHO = '25P02';

/**
 * Waits for all, unlike `Promise.all`, so that no answer is outstanding when the caller rolls back.
 * @throws the first fault that is not an echo of another.
 */
export async function allAnswered<T extends readonly unknown[]>(
  statements: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  const settled = await Promise.allSettled(statements);
  const faults = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (faults.length > 0) throw faults.find((fault) => fault?.code !== ECHO) ?? faults[0];
  return settled.map((result) => (result as PromiseFulfilledResult<unknown>).value) as {
    -readonly [K in keyof T]: Awaited<T[K]>;
  };
}
