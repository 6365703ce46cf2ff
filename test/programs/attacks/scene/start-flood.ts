/** Begins a flood in a process of its own. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { programArguments } from '../../../setup/program-arguments.ts';
import type { FloodOptions } from './raw-flood.ts';

export interface StartedFlood {
  /** Answers so far. */
  answered(): Promise<number>;
  stop(): Promise<void>;
}

export async function startFlood(options: FloodOptions): Promise<StartedFlood> {
  const [file] = programArguments('test/programs/attacks/scene/flood-process.ts');
  const child = fork(file, [], { execArgv: [], serialization: 'advanced' });
  const lastResort = () => child.kill('SIGKILL');
  process.once('exit', lastResort);
  const exited = once(child, 'exit').then(() => process.off('exit', lastResort));
  child.send(options);
  await once(child, 'message');
  return {
    answered: async () => {
      child.send('count');
      const [count] = await once(child, 'message');
      return count as number;
    },
    stop: async () => {
      child.disconnect();
      await exited;
    },
  };
}
