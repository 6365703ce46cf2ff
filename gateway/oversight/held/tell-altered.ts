/** Raises the alarm for altered entries with the operator, in addition to what their reader is told. */
import { Counter, type Registry } from 'prom-client';
import type { TellAltered } from './hold-against-log.ts';

export interface TellAlteredDeps {
  readonly registry: Registry;
  readonly log: { error(fields: object, message: string): void };
}

export function alteredTeller({ log, registry }: TellAlteredDeps): TellAltered {
  const shown = new Counter({
    name: 'alpr_altered_entries_shown_total',
    help: 'Times that an entry was read of which what is kept contradicts the log: look at once.',
    registers: [registry],
  });
  return (entries) => {
    shown.inc(entries.length);
    log.error(
      { entries },
      'ALARM: what is kept of these entries contradicts the log: somebody has altered or removed it in the database. ' +
        'Next: keep the database as it is, and see `audit show` for each',
    );
  };
}
