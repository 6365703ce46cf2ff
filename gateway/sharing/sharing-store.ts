/** Whether sharing is halted: one row, for everybody. */
import type { Queryable } from '../database/queryable.ts';

export interface SharingState {
  readonly halted: boolean;
  /** Log index of the newest mark that binds everybody, a halt's or another; 0 if there was none. */
  readonly epoch: number;
}

/** @throws Error if the row is missing: nobody may share then. */
export async function findSharingState(db: Queryable): Promise<SharingState> {
  const { rows } = await db.query<SharingState>('SELECT halted, epoch FROM sharing_state');
  if (rows[0] === undefined) throw new Error('the registry has no sharing state');
  return rows[0];
}

export async function setHalted(db: Queryable, halted: boolean): Promise<void> {
  await db.query('UPDATE sharing_state SET halted = $1', [halted]);
}
