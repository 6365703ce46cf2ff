/** Spreads mutants over processes; one that hangs is ended, and its mutant counts as noticed. */
import { type ChildProcess, fork } from 'node:child_process';
import type { Mutant, Verdict } from './mutant.ts';
import type { Ready } from './run-tests.ts';

const WORKER = new URL('./run-tests.ts', import.meta.url);
/** Endless loops are counted, not timed: only what hangs in one step waits so long. Beside four times the time of all tests. */
const PATIENCE_SECONDS = 60;

export interface Tried {
  readonly mutant: Mutant;
  readonly verdict: Verdict;
}

function start(): ChildProcess {
  // Fewer random requests than in the tests: each mutant pays for them.
  const env = { ...process.env, ORACLE_REQUESTS: process.env.ORACLE_REQUESTS ?? '4000' };
  return fork(WORKER, { execArgv: ['--import', 'tsx'], env });
}

/** The answer, or null after so many seconds, in which both ran: a pause of both is one. Throws where the process ends. */
function ask<Answer>(worker: ChildProcess, message: object, seconds: number): Promise<Answer | null> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      clearInterval(timer);
      worker.off('message', answered).off('exit', ended);
      end();
    };
    const answered = (answer: unknown) => settle(() => resolve(answer as Answer));
    const ended = () => settle(() => reject(new Error('a process that tries mutants ended')));
    let waited = 0;
    const timer = setInterval(() => {
      waited += 1;
      if (waited >= seconds) settle(() => resolve(null));
    }, 1_000);
    worker.on('message', answered).on('exit', ended);
    worker.send(message);
  });
}

async function ready(tests: readonly string[]): Promise<{ worker: ChildProcess; patience: number }> {
  const worker = start();
  const answer = await ask<Ready>(worker, { tests }, 600);
  if (!answer || answer.failing.length > 0) {
    worker.kill();
    throw new Error(`tests fail on the unchanged rules:\n${answer?.failing.join('\n') ?? 'no answer'}`);
  }
  return { worker, patience: PATIENCE_SECONDS + (4 * answer.milliseconds) / 1_000 };
}

/** Tries all, in so many processes; `report` hears of each at once. */
export async function tryMutants(
  mutants: readonly Mutant[],
  tests: readonly string[],
  processes: number,
  report: (tried: Tried) => void,
): Promise<readonly Tried[]> {
  const waiting = [...mutants];
  const tried: Tried[] = [];
  async function work(): Promise<void> {
    let { worker, patience } = await ready(tests);
    try {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        const answer = await ask<Verdict>(worker, mutant, patience).catch(() => null);
        if (answer === null) {
          worker.kill('SIGKILL');
          ({ worker, patience } = await ready(tests));
        }
        const one = { mutant, verdict: answer ?? ({ status: 'timeout' } as const) };
        tried.push(one);
        report(one);
      }
    } finally {
      worker.kill();
    }
  }
  await Promise.all(Array.from({ length: processes }, work));
  return tried;
}
