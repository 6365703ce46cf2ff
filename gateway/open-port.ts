/** The port, and what stands behind it: one node in this process, or several, each in a process of its own. */
import type { Config } from './config.ts';
import { listen } from './listen.ts';
import type { Logger } from './logger.ts';
import { type RunningGateway, startGateway } from './start-gateway.ts';
import { Workers } from './workers/workers.ts';

export interface OpenPort {
  readonly port: number;
  /** Until then every request is answered 503. @throws Error where the node, or one of them, cannot be opened */
  start(config: Config, log: Logger): Promise<RunningGateway>;
  /** Closes the port at once. */
  close(): Promise<void>;
}

/** @throws Error naming the port if it is taken. */
export async function openPort({
  host,
  port,
  webConcurrency,
}: Pick<Config, 'host' | 'port' | 'webConcurrency'>): Promise<OpenPort> {
  if (webConcurrency > 1) return Workers.open(webConcurrency, host, port);
  const listening = await listen(host, port);
  return {
    port: listening.port,
    start: (config, log) => startGateway(config, log, listening),
    close: () => listening.close(0),
  };
}
