/** `witness`: cosigns the logs of others, so that nobody can show different logs to different people. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Command } from 'commander';
import { jsonOption } from '../../cli/client-options.ts';
import { wholeBetween } from '../../cli/number-between.ts';
import { printResult } from '../../cli/print-result.ts';
import { untilStopped } from '../../cli/until-stopped.ts';
import { tell } from '../../cli/write-out.ts';
import { openWitness } from './open-witness.ts';
import { createWitnessServer, type Told } from './serve-witness.ts';

/** Ms for requests under way at a stop. */
const PATIENCE = 5_000;

const HELP = `
A witness (https://c2sp.org/tlog-witness) keeps the newest head of each log that it knows, and cosigns a new one only if
it extends that: nobody can take an entry back, or show other entries to other people, without the witness noticing.
It needs no database. What it must never lose is in two files: the key, and the newest head of each log. Keep them on a
disk that is not restored from backups: a witness without its memory could cosign a fork. If the state is lost, use a
new key. One process at a time works with a state file.

It prints its own verifier key. Give that, and the address under which the log reaches it, to the log's operator, and
take the log's verifier key from them (\`npm run gateway -- log key\`), by a way that you trust. Put TLS in front.

Example:
  npm run gateway -- witness --key witness-key.pem --state witness-state.json --port 7380 \\
    --name witness.example.gov/w1 --log alpr.example.gov/log+11ea43b5+Aa…`;

interface Options {
  readonly key: string;
  readonly state: string;
  readonly log: readonly string[];
  readonly port: number;
  readonly host: string;
  readonly name?: string;
  readonly newState?: true;
  readonly json?: true;
}

export function witnessCommand(): Command {
  return new Command('witness')
    .requiredOption('--key <file>', 'its Ed25519 key (PKCS#8 PEM, mode 0600); made if it is missing')
    .requiredOption('--state <file>', 'what it has cosigned; made together with the key')
    .requiredOption('--log <vkey...>', 'verifier keys of the logs that it cosigns')
    .requiredOption('--port <port>', 'port to listen on; 0 takes any free one', wholeBetween(0, 65_535))
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--name <name>', 'its name, a URL without scheme; default: one that follows from the key')
    .option('--new-state', 'begin without memory with a key that has never cosigned anything')
    .addOption(jsonOption('{ vkey, url, made }'))
    .addHelpText('after', HELP)
    .action(runWitness);
}

async function runWitness(options: Options): Promise<void> {
  const { host, key, log, port, state } = options;
  const files = {
    keyFile: key,
    stateFile: state,
    logs: log,
    name: options.name,
    newState: options.newState === true,
  };
  const opened = await openWitness(files, Date.now);
  try {
    const server = createWitnessServer(opened.witness, tellAsJson);
    await listen(server, host, port);
    const stopped = untilStopped();
    const { port: bound } = server.address() as AddressInfo;
    const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
    const { made, vkey } = opened;
    printResult({ vkey, url, made }, options.json === true, () => `${vkey}\nlistening at ${url}`);
    await stopped;
    await end(server);
  } finally {
    await opened.close();
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening').catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`port ${port} of ${host} is taken: give another --port, or 0 for any free one`);
  });
}

/** Requests under way are answered; connections that wait for another one are closed. */
async function end(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), PATIENCE);
  await closed;
  clearTimeout(late);
}

/** One line of JSON a request: what was refused, and what proves that a log has forked, must not be lost. */
function tellAsJson(told: Told): void {
  tell(JSON.stringify({ time: new Date().toISOString(), ...told }));
}
