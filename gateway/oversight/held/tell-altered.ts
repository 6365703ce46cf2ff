/** Raises the alarm for altered entries with the operator, and in the inbox, in addition to what their reader is told. */
import { Counter, type Registry } from 'prom-client';
import type { Queryable } from '../../database/queryable.ts';
import { insertAltered } from './altered-entries-store.ts';
import type { TellAltered } from './hold-against-log.ts';

export interface TellAlteredDeps {
  readonly pool: Queryable;
  readonly registry: Registry;
  readonly log: { error(fields: object, message: string): void };
}

export function alteredTeller({ log, pool, registry }: TellAlteredDeps): TellAltered {
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
    insertAltered(pool, entries).catch((error: { readonly code?: string }) =>
      log.error(
        { code: error.code },
        'the inbox could not be told of altered entries; the next look tells it',
      ),
    );
  };
}
