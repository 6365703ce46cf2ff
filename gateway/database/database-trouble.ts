/** A database that a running node cannot use: told with its setting and the next step, once, and when it is over. */
import { lastingTrouble, type TroubleLog } from '../faults/lasting-trouble.ts';
import type { DatabaseAddress } from './database-address.ts';
import { explainDatabaseFault } from './in-database.ts';

export interface DatabaseTrouble {
  /** @param error as it was thrown */
  lasts(error: unknown): void;
  isOver(): void;
}

/** @param words what the node cannot do while the database is lost, and that it can do so again */
export function databaseTrouble(
  address: DatabaseAddress,
  log: TroubleLog,
  words: { readonly trouble: string; readonly end: string },
): DatabaseTrouble {
  const trouble = lastingTrouble(log, words);
  return {
    lasts: (error) => {
      const { code } = error as { code?: unknown };
      const fault = explainDatabaseFault(error, address)?.message;
      trouble.lasts({ setting: address.setting, fault, code });
    },
    isOver: trouble.isOver,
  };
}
