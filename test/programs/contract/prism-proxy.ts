/** Prism between a client and the gateway: it holds each request and each answer against the document. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../gateway/demo/free-port.ts';
import { eventually } from '../../setup/eventually.ts';
import { QUIET } from '../../setup/install-pinned.ts';

export interface PrismProxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** Ms that it may take to answer while it starts, and to end when it is told to. */
const HEALTH_WITHIN = 5_000;
const END_WITHIN = 5_000;

/** @throws Error with what Prism printed where it does not start */
export async function startPrism(prism: string, document: object, upstream: string): Promise<PrismProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'prism-'));
  const file = join(folder, 'openapi.json');
  await writeFile(file, JSON.stringify(document));
  const port = await freePort();
  const words = ['proxy', file, upstream, '--port', String(port), '--host', '127.0.0.1', '--cors=false'];
  const child = spawn(prism, [...words, '--verboseLevel', 'error'], {
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece) => {
      printed = (printed + piece).slice(-10_000);
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const answers = async () => {
    if (child.exitCode !== null) throw new Error(`Prism has ended: ${printed}`);
    return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(HEALTH_WITHIN) }).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  await eventually(answers, 60_000);
  return {
    url,
    stop: async () => {
      await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Of one that has ended by itself no exit would ever be heard; one that does not end is killed. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill();
  const killing = setTimeout(() => child.kill('SIGKILL'), END_WITHIN);
  await ended;
  clearTimeout(killing);
}
