/** In which order tokens are verified that nobody has seen, and whose is refused where too many come. */
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { TokenTurns } from '../../../gateway/identity/token-turns.ts';

// On a busy machine turns would come back while the test itself waits for a core.
beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const FLOOD = ['443', '192.0.2.1', 'stranger'];

/** Takes the burst, so that the next one waits. */
async function busy(waiting: number): Promise<TokenTurns> {
  const turns = new TokenTurns({ perSecond: 100, waiting });
  await Promise.all(Array.from({ length: 25 }, () => turns.take(FLOOD)));
  return turns;
}

test.each([
  ['another port', ['444', '192.0.2.1', 'stranger']],
  ['another address', ['443', '192.0.2.2', 'stranger']],
  ['another client at the same address', ['443', '192.0.2.1', 'administrator']],
])('a token of %s does not wait behind a crowd', async (_, path) => {
  const turns = await busy(1_000);
  const came: string[] = [];
  const all = Array.from({ length: 30 }, () => turns.take(FLOOD).then(() => came.push('stranger')));
  const whole = Promise.all([...all, turns.take(path).then(() => came.push('other'))]);
  await jest.advanceTimersByTimeAsync(1_000);
  await whole;
  expect(came).toHaveLength(31);
  expect(came.indexOf('other')).toBeLessThanOrEqual(5);
});

test('where too many wait, one of the longest line is refused, never the only one of another', async () => {
  const turns = await busy(10);
  const other = turns.take(['443', '192.0.2.2', 'administrator']);
  const settled = Promise.allSettled(Array.from({ length: 20 }, () => turns.take(FLOOD)));
  await jest.advanceTimersByTimeAsync(1_000);
  const all = await settled;
  await other;
  const refused = all.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(11);
  expect(refused[0]?.reason).toMatchObject({ code: 'too_many_requests', headers: { 'Retry-After': '1' } });
});

test('no more are verified in a second than may be', async () => {
  const turns = await busy(1_000);
  let taken = 0;
  const all = Array.from({ length: 30 }, () => turns.take(FLOOD).then(() => (taken += 1)));
  await jest.advanceTimersByTimeAsync(200);
  expect(taken).toBeLessThanOrEqual(20);
  await jest.advanceTimersByTimeAsync(200);
  await Promise.all(all);
  expect(taken).toBe(30);
});
