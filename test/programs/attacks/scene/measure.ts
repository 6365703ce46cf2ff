/** Times of requests: calm and attacked ones are compared, since what a number of ms means depends on the machine. */

import type { Asker } from '../../../setup/asker.ts';
import { quantile } from '../../bench/support/quantile.ts';
import type { Administration } from './administration.ts';
import { type Answer, ask } from './ask.ts';

export const median = (answers: readonly Answer[]): number =>
  quantile(
    answers.map(({ ms }) => ms).sort((a, b) => a - b),
    0.5,
  );

export const isGood = ({ status }: Answer): boolean => status === 200;

export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** Sends so many requests one after the other. */
export async function oneAfterTheOther(
  count: number,
  send: (turn: number) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let turn = 0; turn < count; turn += 1) answers.push(await send(turn));
  return answers;
}

/** Sends on so many connections at once for as long as `meanwhile` takes. Resolves to both. */
export async function whileSending<T>(
  connections: number,
  send: (turn: number) => Promise<unknown>,
  meanwhile: () => Promise<T>,
): Promise<{ readonly result: T; readonly sent: number }> {
  let [over, turn] = [false, 0];
  const senders = Array.from({ length: connections }, async () => {
    while (!over) await send(turn++);
  });
  try {
    const result = await meanwhile();
    return { result, sent: turn };
  } finally {
    over = true;
    await Promise.all(senders);
  }
}

/** Ms after which no further revoke is begun. */
const REVOKED_WITHIN = 6_000;

/** Revokes an agency's grant up to so many times and grants it again; resolves to the answers of the revokes. */
export async function revokeOften(
  { administrators, grant, ori, url }: Administration,
  most: number,
): Promise<Answer[]> {
  const until = performance.now() + REVOKED_WITHIN;
  const answers: Answer[] = [];
  const path = `/v1/agencies/${ori}/revoke`;
  do {
    await grant();
    answers.push(await ask(url, administrators[0] as Asker, 'POST', path, { reason: 'attack suite' }));
  } while (answers.length < most && performance.now() < until);
  return answers;
}
