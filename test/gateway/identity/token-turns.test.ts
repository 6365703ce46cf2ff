/** In which order tokens are verified that nobody has seen, and whose is refused where too many come. */
import { expect, test } from '@jest/globals';
import { TokenTurns } from '../../../gateway/identity/token-turns.ts';

const FLOOD = ['443', '192.0.2.1', 'stranger'];

/** Takes the burst, so that whoever comes next waits. */
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
  await Promise.all([...all, turns.take(path).then(() => came.push('other'))]);
  expect(came).toHaveLength(31);
  expect(came.indexOf('other')).toBeLessThanOrEqual(5);
});

test('where too many wait, one of the longest line is refused, never the only one of another', async () => {
  const turns = await busy(10);
  const other = turns.take(['443', '192.0.2.2', 'administrator']);
  const all = await Promise.allSettled(Array.from({ length: 20 }, () => turns.take(FLOOD)));
  await other;
  const refused = all.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(11);
  expect(refused[0]?.reason).toMatchObject({ code: 'too_many_requests', headers: { 'Retry-After': '1' } });
});

test('no more are verified in a second than may be', async () => {
  const turns = await busy(1_000);
  const began = performance.now();
  await Promise.all(Array.from({ length: 30 }, () => turns.take(FLOOD)));
  expect(performance.now() - began).toBeGreaterThan(250);
});
