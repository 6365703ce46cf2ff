/**
 * Limits the pace at which auditors read the log. A few lines do all the reading, and each rests nine times
 * as long as it worked, at most half a minute: so all auditors of a node together take about a fifth of a
 * core, whatever they search for, and commits and revocations keep theirs. Time in which a line had nothing to do
 * counts as rest, so that who turns from page to page need not wait for it. Persons take turns: one with many
 * requests delays only herself.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { GatewayError, unavailableNow } from '../../faults/errors.ts';

/** Number of reading lines; their pool has as many connections, so that no line waits for one. */
export const READING_LINES = 2;

/** Factor of the time that a line worked. */
const REST = 9;
/** Milliseconds. Even a short reading logs an entry under the head's lock: this allows 10 a second. */
const SHORTEST_REST = 200;
const LONGEST_REST = 30_000;
/** Milliseconds of rest that all lines together have ahead at most: twenty short readings. */
const MOST_SAVED = 4_000;

/** Number of one person's waiting readings; with more, she would wait longer than she looks at a screen. */
const MOST_WAITING = 16;

/** SQLSTATE of a statement that its time limit ended. */
const CUT = '57014';

/**
 * Carries out one short reading when its turn comes.
 * @throws GatewayError if too many of the person's readings wait, or if it was cut
 */
export type PacedReading = <T>(personId: string, read: () => Promise<T>) => Promise<T>;

/** @param mostSaved milliseconds of rest that the lines may have ahead */
export function createPacedReading(lines = READING_LINES, mostSaved = MOST_SAVED): PacedReading {
  let free = lines;
  let saved = mostSaved;
  let savedAt = performance.now();
  /** Each free line has rested since it was looked at last; must run before `free` changes. */
  const save = () => {
    const now = performance.now();
    saved = Math.min(saved + free * (now - savedAt), mostSaved);
    savedAt = now;
  };
  /** Waiting readings by person; the first person is the next one. */
  const waiting = new Map<string, (() => void)[]>();
  const take = async (personId: string) => {
    save();
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
      save();
      free += 1;
      return;
    }
    const [personId, hers] = next;
    const go = hers.shift();
    waiting.delete(personId);
    // This person goes behind everybody else who waits.
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
      save();
      const ahead = Math.min(rest, saved);
      saved -= ahead;
      // Only the next in line waits for the rest to end.
      if (rest === ahead) giveBack();
      else void pause(rest - ahead, undefined, { ref: false }).then(giveBack);
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
