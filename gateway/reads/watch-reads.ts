/** The store of reads, looked at from the start on: whether it answers, and its log-in may do what is declared. */
import type pg from 'pg';
import type { DatabaseAddress } from '../database/database-address.ts';
import { databaseTrouble } from '../database/database-trouble.ts';
import { DatabaseFault, inDatabase } from '../database/in-database.ts';
import { checkAddress } from '../database/privileges/check-address.ts';
import { checkPrivileges } from '../database/privileges/check-privileges.ts';
import { GATEWAY_PRIVILEGES } from '../database/privileges/gateway-privileges.ts';
import { READS_PRIVILEGES } from '../database/privileges/reads-privileges.ts';
import type { TroubleLog } from '../faults/lasting-trouble.ts';
import { checkReads } from './reads-store.ts';

export interface ReadsWatch {
  /**
   * @throws DatabaseFault where the setting, or what it names, must be corrected. A store at which
   * nobody answers now is only told: revoking must not wait for it.
   */
  atStart(): Promise<void>;
  /** @throws as long as no read can be looked up; told once, and when it is over */
  check(): Promise<void>;
}

const WORDS = {
  trouble:
    'no read can be looked up: queries are refused, and reads are not matched, until the store answers',
  end: 'reads can be looked up again',
};

/** @param pool to the database that the address names */
export function watchReads(pool: pg.Pool, address: DatabaseAddress, log: TroubleLog): ReadsWatch {
  const trouble = databaseTrouble(address, log, WORDS);
  let isDeclared = false;
  const look = () =>
    inDatabase(address, async () => {
      if (!isDeclared) {
        await checkAddress(pool, READS_PRIVILEGES, GATEWAY_PRIVILEGES);
        await checkPrivileges(pool, READS_PRIVILEGES);
        isDeclared = true;
      }
      await checkReads(pool).catch((error: unknown) => {
        // The next look is a whole one again, and names what has changed.
        isDeclared = false;
        throw error;
      });
    });
  return {
    atStart: () =>
      look().catch((error: unknown) => {
        if (error instanceof DatabaseFault && error.isMisconfigured) throw error;
        trouble.lasts(error);
      }),
    check: () =>
      look().then(trouble.isOver, (error: unknown) => {
        trouble.lasts(error);
        throw error;
      }),
  };
}
