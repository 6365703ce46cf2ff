/** Requests at an even pace, until they are told to stop. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '../../../gateway/cli/client/connect.ts';
import { demoQuery } from '../../setup/demo/demo-query.ts';
import type { Tally } from './tally.ts';

export interface Load {
  readonly stop: () => Promise<void>;
}

const CONNECTIONS = 8;
const OFFICERS = 5;
/** Requests that may wait for answers at once; what is due beyond these waits, and its time counts from when it was due. */
const MOST_WAITING = 64;
/** Ms. */
const LOOK_EVERY = 5;
const STOP_LOOK = 200;

/** An officer of `partner` asks for one plate after the other. */
export function asker(partner: Client, plates: readonly string[]) {
  let turn = 0;
  return () => {
    turn += 1;
    const officer = `officer-${turn % OFFICERS}`;
    const body = demoQuery(partner, plates[turn % plates.length] as string, {
      onBehalfOf: { id: officer, name: 'Officer', ori: partner.ori },
    });
    return partner.request('POST', '/v1/queries', body);
  };
}

/** How many a second are answered to some connections that ask as fast as they can. */
export async function calibrate(
  ask: () => Promise<{ readonly status: number }>,
  seconds: number,
): Promise<number> {
  const until = performance.now() + seconds * 1_000;
  let answered = 0;
  const askOnAndOn = async () => {
    while (performance.now() < until) {
      const { status } = await ask();
      if (status !== 200) throw new Error(`the first queries: ${status}`);
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, askOnAndOn));
  return answered / seconds;
}

export function askEvenly(
  tally: Tally,
  ask: () => Promise<{ readonly status: number }>,
  perSecond: number,
): Load {
  const waiting = new Set<Promise<unknown>>();
  const began = performance.now();
  let [over, sent] = [false, 0];
  const asking = (async () => {
    while (!over) {
      const due = ((performance.now() - began) / 1_000) * perSecond;
      while (sent < due && waiting.size < MOST_WAITING) {
        const asked = tally
          .measure('query', ask, began + (sent / perSecond) * 1_000)
          .finally(() => waiting.delete(asked));
        waiting.add(asked);
        sent += 1;
      }
      await pause(LOOK_EVERY);
    }
  })();
  return {
    stop: async () => {
      over = true;
      await asking;
      await Promise.all(waiting);
    },
  };
}

/** Does something every `seconds`, one after the other. @param what for a failure of it */
export function every(seconds: number, tally: Tally, what: string, work: () => Promise<unknown>): Load {
  let over = false;
  const working = (async () => {
    while (!over) {
      const next = performance.now() + seconds * 1_000;
      await work().catch((error: Error) => {
        process.stderr.write(`${what}: ${error.message}\n`);
        tally.fail(what, 'failed');
      });
      while (!over && performance.now() < next)
        await pause(Math.min(STOP_LOOK, Math.max(next - performance.now(), 1)));
    }
  })();
  return {
    stop: async () => {
      over = true;
      await working;
    },
  };
}
