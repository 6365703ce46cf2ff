/** Opens the common port and, if one is set, another one with its own limits for the owner's people. */
import { type HttpLimits, LIMITS, type Listening, listen } from './listen.ts';

export interface Doors {
  readonly common: Listening;
  /** Null if ADMIN_PORT is empty. */
  readonly administrators: Listening | null;
  /** Closes both, as `Listening` does. */
  close(patience: number): Promise<void>;
}

/** Limits for the owner's people: they are few, and nobody else should know of this port. */
const OF_ADMINISTRATORS: HttpLimits = { ...LIMITS, connections: 512, perAddress: 64, perClient: 32 };

/** The settings that are needed before all others. */
export interface DoorSettings {
  readonly host: string;
  readonly port: number;
  /** Null if there is no such port. */
  readonly adminPort: number | null;
}

/** @throws Error naming the setting whose port is taken */
export async function openDoors({ adminPort, host, port }: DoorSettings): Promise<Doors> {
  const common = await listen(host, port);
  try {
    const administrators =
      adminPort === null ? null : await listen(host, adminPort, OF_ADMINISTRATORS, 'ADMIN_PORT');
    const both = administrators === null ? [common] : [common, administrators];
    return {
      common,
      administrators,
      close: async (patience) => void (await Promise.all(both.map((door) => door.close(patience)))),
    };
  } catch (error) {
    await common.close(0);
    throw error;
  }
}
