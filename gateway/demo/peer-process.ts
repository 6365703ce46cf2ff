/** Runs the peer's demo: reports once, and stops when the channel to the demo beside it closes. */
import { explainFault } from '../cli/explain-fault.ts';
import type { PeerReport } from './peer/start-peer.ts';
import { runDemo } from './run-demo.ts';

// Ctrl-C reaches the whole group: the demo beside it stops first, then closes the channel.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
const stopped = new Promise<void>((done) => process.once('disconnect', () => done()));
const report = (message: PeerReport) => process.send?.(message);

runDemo(process.env, { stopped, joined: true, onReady: (ready) => report({ ready }) }).then(
  () => process.exit(),
  (error) => {
    const fault = explainFault(error);
    if (!process.connected) process.exit(1);
    process.send?.({ fault } satisfies PeerReport, () => process.exit(1));
  },
);
