/** The reads' log-in, held to its declaration once: at start or, where the store cannot be reached then, as soon as it can. */
import type pg from 'pg';
import { checkPrivileges, TooPrivileged } from '../database/check-privileges.ts';
import { READS_PRIVILEGES } from '../database/reads-privileges.ts';

export interface ReadsPrivileges {
  /** @throws TooPrivileged. A store that cannot be reached is none of its business: revoking must not wait for it. */
  atStart(): Promise<void>;
  /** @throws TooPrivileged, or the database's error, as long as it has not been fulfilled */
  check(): Promise<void>;
}

export function readsPrivileges(pool: pg.Pool): ReadsPrivileges {
  let isChecked = false;
  const check = async () => {
    if (isChecked) return;
    await checkPrivileges(pool, READS_PRIVILEGES);
    isChecked = true;
  };
  return {
    check,
    atStart: () =>
      check().catch((error: unknown) => {
        if (error instanceof TooPrivileged) throw error;
      }),
  };
}
