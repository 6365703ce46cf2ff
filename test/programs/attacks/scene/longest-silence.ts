/** For how long a node answers nobody: its one thread is busy with something that it should do in pieces. */
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_EVERY = 25;
/** Ms; a longer one is as bad. */
const LONGEST = 20_000;

/** Begins with the first answer, whatever that is. `stop` resolves to ms. */
export function longestSilence(gateway: string): { stop(): Promise<number> } {
  let [over, longest, answered] = [false, 0, false];
  const look = async () => {
    while (!over) {
      const began = performance.now();
      const isAnswer = await fetch(`${gateway}/healthz`, { signal: AbortSignal.timeout(LONGEST) }).then(
        async (answer) => {
          await answer.arrayBuffer();
          return true;
        },
        () => false,
      );
      if (answered) longest = Math.max(longest, performance.now() - began);
      answered ||= isAnswer;
      await pause(LOOK_EVERY);
    }
    return longest;
  };
  const looking = look();
  return {
    stop: () => {
      over = true;
      return looking;
    },
  };
}
