/** A node whose clocks the attack sets: both are read with what a file says is added to them. */
import { writeFileSync } from 'node:fs';
import type { Environment } from './programs.ts';

export interface ShiftedClock {
  readonly environment: Environment;
  /** Ms that are added to each, within a moment. @param lapse by which time has gone on, on both clocks */
  set(shift: { readonly wall: number; readonly lapse: number }): void;
}

/** @param file of the two figures */
export function shiftedClock(file: string): ShiftedClock {
  const set: ShiftedClock['set'] = ({ lapse, wall }) => writeFileSync(file, `${lapse + wall} ${lapse}`);
  set({ wall: 0, lapse: 0 });
  const program = `
    import { readFileSync } from 'node:fs';
    const [now, steady] = [Date.now, performance.now.bind(performance)];
    let [wall, monotonic] = [0, 0];
    const look = () => { [wall, monotonic] = readFileSync(${JSON.stringify(file)}, 'utf8').split(' ').map(Number); };
    Date.now = () => now() + wall;
    performance.now = () => steady() + monotonic;
    setInterval(look, 20).unref();`;
  return {
    set,
    environment: {
      NODE_OPTIONS: `--import=data:text/javascript;base64,${Buffer.from(program).toString('base64')}`,
    },
  };
}
