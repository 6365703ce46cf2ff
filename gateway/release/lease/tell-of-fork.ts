/** A node that finds the log altered says so wherever it still can: to the operator, in its figures, and in the log. */
import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { findAltered } from '../../audit/follow/find-altered.ts';
import type { StoredHead } from '../../audit/log-store.ts';
import { appendOwnerEvent } from '../../audit/owner-event.ts';
import { inTransaction } from '../../database/db-transaction.ts';

export interface TellOfForkDeps {
  readonly pool: pg.Pool;
  readonly log: { error(fields: object, message: string): void };
}

/**
 * Reports the fork; never throws. An entry of an altered log convinces no verifier; it tells mere readers.
 * @param known the newest head that this node has derived; null: none yet
 */
export async function tellOfFork({ log, pool }: TellOfForkDeps, known: StoredHead | null): Promise<void> {
  const entries = known?.size ?? 0;
  const place = known === null ? null : await findAltered(pool, known).catch(() => null);
  log.error(
    { entries, ...(place ?? {}) },
    `ALARM: the log was altered ${place === null ? `after entry ${entries - 1}` : between(place)}: it does not extend the ` +
      `${entries} entries that this node has seen; the node has stopped. Next: keep the database as it is, and compare ` +
      'with `audit verify --older`, with a mirror, and with what witnesses keep',
  );
  await inTransaction(pool, (trx) =>
    appendOwnerEvent(trx, { kind: 'fault', agency: null, owner: { fault: 'log_altered', entries, place } }),
  ).catch((error) => log.error({ code: error.code }, 'that the log was altered could not be written to it'));
}

function between({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `at entry ${from}` : `between the entries ${from} and ${to}`;
}

/** Registers a gauge that is 1 from then on. */
export function watchForks(registry: Registry, isForked: () => boolean): void {
  new Gauge({
    name: 'alpr_log_forked',
    help: '1 once this node has found that the log does not extend what it had seen of it: look at once.',
    aggregator: 'max',
    registers: [registry],
    collect() {
      this.set(isForked() ? 1 : 0);
    },
  });
}
