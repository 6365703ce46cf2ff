/** Opens the port with one node in this process behind it, or several, each in its own process. */
import type { Config } from '../settings/config.ts';
import type { DestinationStream, Logger } from '../settings/logger.ts';
import { type DoorSettings, openDoors } from './open-doors.ts';
import { type RunningGateway, startGateway } from './start-gateway.ts';
import { Workers } from './workers.ts';

export interface OpenPort {
  readonly port: number;
  /** The port of the owner's people; null if they have none of their own. */
  readonly adminPort: number | null;
  /** Starts the nodes; until then every request gets 503. @throws Error if a node cannot be opened */
  start(config: Config, log: Logger): Promise<RunningGateway>;
  close(): Promise<void>;
}

/**
 * @param output takes the log lines of nodes in other processes; default: standard error
 * @throws Error naming the port if it is taken
 */
export async function openPort(
  { webConcurrency, ...settings }: DoorSettings & Pick<Config, 'webConcurrency'>,
  output?: DestinationStream,
): Promise<OpenPort> {
  if (webConcurrency > 1) return Workers.open(webConcurrency, settings, output);
  const doors = await openDoors(settings);
  return {
    port: doors.common.port,
    adminPort: doors.administrators?.port ?? null,
    start: (config, log) => startGateway(config, log, doors),
    close: () => doors.close(0),
  };
}
