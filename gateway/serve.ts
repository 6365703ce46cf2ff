/** `serve`: one gateway node, from its environment until SIGINT or SIGTERM. */
import { type Config, ConfigError, type Environment, readConfig } from './config.ts';
import { type Gateway, openGateway } from './gateway.ts';
import { type Listening, listen } from './listen.ts';
import { createLogger, type Logger } from './logger.ts';

/** Answers under way get this long at a stop, ms. */
const PATIENCE = 10_000;

export interface RunningGateway {
  readonly port: number;
  readonly logKey: string;
  stop(): Promise<void>;
}

/** Opens the node behind a port that is already bound (`listening`). */
export async function startGateway(
  config: Config,
  log: Logger,
  listening: Listening,
): Promise<RunningGateway> {
  let gateway: Gateway;
  try {
    gateway = await openGateway(config, log);
  } catch (error) {
    await listening.close(0);
    throw error;
  }
  listening.answerWith(gateway.listener);
  return {
    port: listening.port,
    logKey: gateway.logKey,
    stop: async () => {
      await listening.close(PATIENCE);
      await gateway.close();
    },
  };
}

/** Resolves when the node has stopped. @throws ConfigError and faults of starting. */
export async function serve(environment: Environment): Promise<void> {
  const config = readConfig(environment);
  const log = createLogger(config.logLevel);
  const listening = await listen(config.host, config.port);
  const gateway = await startGateway(config, log, listening);
  log.info({ host: config.host, port: gateway.port, logKey: gateway.logKey }, 'the gateway is ready');
  await untilStopped();
  log.info('stopping: waiting for answers under way');
  await gateway.stop();
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      process.once('SIGINT', () => process.exit(130));
      process.once('SIGTERM', () => process.exit(143));
      resolve();
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}

/** What a person reads when starting failed: every fault of the configuration, or the one sentence. */
export function explainFault(error: unknown): string {
  if (error instanceof ConfigError) {
    return `${error.message}:\n${error.faults.map((fault) => `  - ${fault}`).join('\n')}\nsee the README's table of settings`;
  }
  return error instanceof Error ? error.message : String(error);
}
