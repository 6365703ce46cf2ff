/** Tells the operator how far what is derived from the log is behind it. */
import { Gauge, type Registry } from 'prom-client';
import type { Queryable } from '../database/queryable.ts';
import { findStandings } from './projections-store.ts';

/** Seconds. */
const TOO_LATE = 30;

/** Registers the gauge, which keeps its values while the database is away. */
export function watchProjections(registry: Registry, pool: Queryable): void {
  new Gauge({
    name: 'alpr_projection_lag_seconds',
    help: 'For how long the first entry of the log has waited that is not in the projection; 0: all are.',
    labelNames: ['projection'],
    aggregator: 'max',
    registers: [registry],
    async collect() {
      const standings = await findStandings(pool).catch(() => []);
      for (const { lag, name } of standings) this.set({ projection: name }, lag);
    },
  });
}

/** @throws Error while one is being built, or is far behind: its readers are told, and queries need none */
export async function checkProjections(pool: Queryable): Promise<void> {
  const late = (await findStandings(pool)).find(({ builtAt, lag, size }) => size < builtAt || lag > TOO_LATE);
  if (late !== undefined) throw new Error(`the projection \`${late.name}\` is behind the log`);
}
