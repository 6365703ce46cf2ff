/** Starts one node in this process, behind a port that is already bound. */
import { inDatabase } from '../database/in-database.ts';
import type { Config } from '../settings/config.ts';
import type { Logger } from '../settings/logger.ts';
import { type Gateway, openGateway } from './gateway.ts';
import type { Doors } from './open-doors.ts';
import { ALONE, type Siblings } from './siblings.ts';

/** Milliseconds that answers under way get at a stop. */
const PATIENCE = 10_000;

export interface RunningGateway {
  /** The log's verifier key (C2SP signed-note vkey). */
  readonly logKey: string;
  stop(): Promise<void>;
}

/** @throws Error if the node cannot be opened; the port is closed then, too */
export async function startGateway(
  config: Config,
  log: Logger,
  doors: Doors,
  siblings: Siblings = ALONE,
): Promise<RunningGateway> {
  let gateway: Gateway;
  try {
    gateway = await inDatabase({ setting: 'DATABASE_URL', url: config.databaseUrl }, () =>
      openGateway(config, log, { siblings, doors }),
    );
  } catch (error) {
    await doors.close(0);
    throw error;
  }
  doors.common.answerWith(gateway.listener, gateway.strangers);
  doors.administrators?.answerWith(gateway.administrators, gateway.strangers);
  return {
    logKey: gateway.logKey,
    stop: async () => {
      gateway.letGo();
      await doors.close(PATIENCE);
      await gateway.close();
    },
  };
}
