/** Runs a worker process: one node of several behind a port, which the primary process gives its orders. */
import { explainFault } from '../cli/explain-fault.ts';
import { createLogger } from '../settings/logger.ts';
import { joinSiblings } from './ask-primary.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { type Doors, openDoors } from './open-doors.ts';
import { shutInspector } from './shut-inspector.ts';
import { type RunningGateway, startGateway } from './start-gateway.ts';
import type { FromWorker, Order, ToWorker } from './worker-messages.ts';

keepHeapSmall();
shutInspector();
const siblings = joinSiblings();
let doors: Doors | undefined;
let gateway: RunningGateway | undefined;
let line = Promise.resolve();

function tell(message: FromWorker, then: () => void = () => undefined): void {
  process.send?.(message, undefined, undefined, then);
}

async function obey(order: Order): Promise<void> {
  if (order.kind === 'listen') {
    doors = await openDoors(order.settings);
    const { administrators, common } = doors;
    tell({ kind: 'listening', port: common.port, adminPort: administrators?.port ?? null });
  } else {
    if (doors === undefined) throw new Error('a worker must listen before it starts');
    const { config } = order;
    gateway = await startGateway(config, createLogger(config.logLevel), doors, siblings);
    tell({ kind: 'ready', logKey: gateway.logKey });
  }
}

async function stop(): Promise<void> {
  await gateway?.stop();
  await doors?.close(0);
  process.exit(0);
}

function inTurn(step: () => Promise<void>): void {
  line = line
    .then(step)
    .catch((error) => tell({ kind: 'fault', words: explainFault(error) }, () => process.exit(1)));
}

process.on('message', (message: ToWorker) => {
  if (message.kind === 'order') inTurn(() => obey(message.order));
});
// Ctrl-C reaches every process of the terminal; the primary passes it on as SIGTERM.
process.on('SIGINT', () => undefined);
process.once('SIGTERM', () => inTurn(stop));
tell({ kind: 'up' });
