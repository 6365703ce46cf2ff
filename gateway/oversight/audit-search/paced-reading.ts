/**
 * The pace at which the log is read for auditors. It is read on lines of its own, few of them, and a line that has worked
 * rests nine times as long as it did, half a minute at the most: so all auditors of a node together take about a fifth of
 * a core, however many they are and whatever they look for, and commits and revokes keep theirs. Persons take turns: a person with many requests
 * delays only her own.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';

/** As many connections does the pool of audit reading have: a line never waits for one. */
export const READING_LINES = 2;

/** Of the time that a line worked. */
const REST = 9;
/** Ms. Even a short reading is an entry of the log, with the head's lock: so this bounds them too, to 10 a second. */
const SHORTEST_REST = 200;
const LONGEST_REST = 30_000;

/** Of one person; more would wait for longer than she looks at a screen. The registry says how many persons may read. */
const MOST_WAITING = 16;

/** SQLSTATE of a statement that was cut by its limit. */
const CUT = '57014';

/**
 * Carries out one short piece of reading, in its turn.
 * @param personId who reads @throws GatewayError where too many of hers wait, or it was cut
 */
export type PacedReading = <T>(personId: string, read: () => Promise<T>) => Promise<T>;

export function createPacedReading(lines = READING_LINES): PacedReading {
  let free = lines;
  /** By person, the next one's turn first. */
  const waiting = new Map<string, (() => void)[]>();
  const take = async (personId: string) => {
    if (free > 0) {
      free -= 1;
      return;
    }
    const hers = waiting.get(personId) ?? [];
    if (hers.length >= MOST_WAITING) {
      throw unavailableNow('too many of your readings of the log wait at this moment: ask again in a moment');
    }
    waiting.set(personId, hers);
    await new Promise<void>((resolve) => hers.push(resolve));
  };
  const giveBack = () => {
    const [next] = waiting;
    if (next === undefined) {
      free += 1;
      return;
    }
    const [personId, hers] = next;
    const go = hers.shift();
    waiting.delete(personId);
    // Behind everybody else who waits.
    if (hers.length > 0) waiting.set(personId, hers);
    go?.();
  };
  return async (personId, read) => {
    await take(personId);
    const began = performance.now();
    try {
      return await read();
    } catch (error) {
      throw (error as { code?: unknown }).code === CUT ? cutShort(error) : error;
    } finally {
      const rest = Math.min(Math.max(REST * (performance.now() - began), SHORTEST_REST), LONGEST_REST);
      // Nobody waits for the rest but the next in line.
      void pause(rest, undefined, { ref: false }).then(giveBack);
    }
  };
}

function cutShort(cause: unknown): GatewayError {
  return new GatewayError(
    'malformed',
    'the search was cut, because it would have read too much of the log: narrow it by `from` and `to`, or by `agency`',
    { cause },
  );
}
