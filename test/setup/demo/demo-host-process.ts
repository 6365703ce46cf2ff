/**
 * Runs demos, one after another, in a process that stays: what has run once is loaded and compiled, so that the next
 * demo takes a third of the processor to start. Each is begun by a connection that sends its environment on a line;
 * what the demo prints is sent back. It stops when the connection is ended from the other side, by intent or not. Its
 * issuer is in this process too.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { explainFault } from '../../../gateway/cli/explain-fault.ts';
import { serveDemoIssuer } from '../../../gateway/demo/issuer/serve-demo-issuer.ts';
import { runDemo } from '../../../gateway/demo/run-demo.ts';
import { endMark, freeMark } from './demo-hosts.ts';

/** Ms between two looks at whether the run is still there. */
const LOOK_AGAIN = 1_000;

const path = process.argv[2] as string;
const ofProcess = ['exit', 'SIGUSR1'].map((name) => [name, process.listeners(name as 'exit')] as const);
let connection: Socket | undefined;

for (const stream of [process.stdout, process.stderr])
  stream.write = (chunk: string | Uint8Array) => connection?.writable === true && connection.write(chunk);

// oidc-provider warns at its start that it is a demo, which it is here.
console.info = () => undefined;
console.warn = () => undefined;

async function run(socket: Socket): Promise<void> {
  connection = socket;
  socket.on('error', () => undefined);
  const lines = createInterface({ input: socket });
  const stopped = new Promise((resolve) => lines.once('close', resolve));
  const [line] = await new Promise<string[]>((resolve) => lines.once('line', (...told) => resolve(told)));
  let code = 0;
  try {
    await runDemo(JSON.parse(line as string), { stopped, startIssuer: serveDemoIssuer });
  } catch (error) {
    process.stderr.write(`${explainFault(error)}\n`);
    code = 1;
  }
  // A process that runs one demo has one such listener.
  for (const [name, before] of ofProcess)
    for (const listener of process.listeners(name as 'exit'))
      if (!before.includes(listener)) process.off(name, listener);
  connection = undefined;
  writeFileSync(freeMark(path), '');
  socket.end(endMark(code));
}

const server = createServer({ allowHalfOpen: true }, (socket) => void run(socket)).listen(path);
setInterval(() => {
  if (!existsSync(path)) process.exit();
}, LOOK_AGAIN);
server.once('error', (error) => {
  throw error;
});
