/** Prism between a client and the gateway: it holds each request and each answer against the document. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../gateway/demo/free-port.ts';
import { eventually } from '../setup/eventually.ts';
import { QUIET } from './tools.ts';

export interface PrismProxy {
  readonly url: string;
  stop(): Promise<void>;
}

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
    return fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  await eventually(answers, 60_000);
  return {
    url,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
