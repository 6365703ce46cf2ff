/** Runs `serve`: one gateway node, or several behind one port, until SIGINT or SIGTERM. */
import { untilStopped } from '../cli/until-stopped.ts';
import type { Environment } from '../settings/config.ts';
import { createLogger } from '../settings/logger.ts';
import { readConfig } from '../settings/read-config.ts';
import { keepHeapSmall } from './keep-heap-small.ts';
import { openPort } from './open-port.ts';
import { shutInspector } from './shut-inspector.ts';

/** Resolves when every node has stopped. @throws ConfigError and faults of starting */
export async function serve(environment: Environment): Promise<void> {
  keepHeapSmall();
  shutInspector();
  const config = readConfig(environment);
  const log = createLogger(config.logLevel);
  if (environment.OWNER_DATABASE_URL || environment.OWNER_DATABASE_URL_FILE) {
    log.warn(
      { setting: 'OWNER_DATABASE_URL' },
      "a node must not have the password of the database's owner; next: start it in a shell without OWNER_DATABASE_URL",
    );
  }
  const opened = await openPort(config);
  const { host, webConcurrency: nodes } = config;
  const gateway = await opened.start(config, log);
  const { adminPort, port } = opened;
  // This comes before the message that it is ready: whoever reads that may stop the node at once.
  const stopped = untilStopped();
  log.info(
    { host, port, ...(adminPort === null ? {} : { adminPort }), nodes, logKey: gateway.logKey },
    'the gateway is ready',
  );
  await stopped;
  log.info('stopping: waiting for answers under way');
  await gateway.stop();
}
