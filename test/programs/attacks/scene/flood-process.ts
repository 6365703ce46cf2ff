/**
 * A flood in a process of its own, behind everybody else's (`nice 19`): strangers have machines of their own, and what
 * they took of this one would be measured as the gateway's slowness. Told what to send by one message; asked by others
 * how many answers there were; ends with its channel.
 */
import { setPriority } from 'node:os';
import { type Flood, type FloodOptions, flood } from './raw-flood.ts';

const LOWEST = 19;

setPriority(LOWEST);
let flooding: Flood | null = null;
process.on('message', (message: FloodOptions | 'count') => {
  if (message === 'count') process.send?.(flooding?.answered() ?? 0);
  else {
    flooding = flood(message);
    process.send?.(0);
  }
});
process.once('disconnect', () => process.exit());
