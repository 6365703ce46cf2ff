/** Starts beside the demo that of another agency, in a process of its own, with everything of its own below the demo's data. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Environment } from '../../settings/config.ts';
import { DEMO_LOG_ORIGIN } from '../../settings/data-dir.ts';
import { PEER_ORI } from '../cast/demo-cast.ts';

/** The message that the process reports once. */
export type PeerReport = { readonly ready: string } | { readonly fault: string };

export interface StartedPeer {
  readonly dataDir: string;
  /** Resolves to the path of its `demo.json`. @throws Error in its own words if it does not start */
  readonly ready: Promise<string>;
  /** Resolves to a fault when it has ended by itself. */
  readonly ended: Promise<Error>;
  stop(): Promise<void>;
}

interface PeerPlace {
  readonly dataDir: string;
  /** 0 for any free one. */
  readonly port: number;
}

/** @param environment the demo's, of which the peer takes what is not the demo's own */
export function startPeer(environment: Environment, { dataDir: beside, port }: PeerPlace): StartedPeer {
  const inSource = import.meta.url.endsWith('.ts');
  const file = new URL(`../peer-process.${inSource ? 'ts' : 'js'}`, import.meta.url);
  const loader = () => pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const dataDir = join(beside, 'peer');
  const {
    ADMIN_PORT: _port,
    ADMIN_URL: _url,
    REDIS_URL: _redis,
    WEB_CONCURRENCY: _nodes,
    ...shared
  } = environment;
  const child = fork(fileURLToPath(file), [], {
    execArgv: inSource ? ['--import', loader()] : [],
    env: {
      ...shared,
      ...{
        DATA_DIR: dataDir,
        PORT: String(port),
        OWNER_ORI: PEER_ORI,
        LOG_ORIGIN: `peer.${DEMO_LOG_ORIGIN}`,
      },
    },
    // Its welcome is the demo's to tell.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const ready = new Promise<string>((done, fail) => {
    const end = (words: string) => fail(new Error(`the peer's gateway did not start: ${words}`));
    child.once('message', (message: PeerReport) =>
      'ready' in message ? done(message.ready) : end(message.fault),
    );
    child.once('error', ({ message }) => end(message));
    child.once('exit', () => end('its process has ended'));
  });
  // Keeps Node from ending on a rejection that nobody awaits yet; callers that await it still see it.
  ready.catch(() => undefined);
  return {
    dataDir,
    ready,
    ended: exited.then(
      () => new Error(`the peer's gateway (${PEER_ORI}) has ended, and the demo with it: start both again`),
    ),
    stop: async () => {
      // The process ends when its channel closes, so it never outlives a killed demo.
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
