/** Whether a table may grow during some hours: as `table-bounds.ts` says for each what bounds it. */
import { TABLE_BOUNDS } from '../../gateway/oversight/retention/table-bounds.ts';

/** `with the log`: told as bytes an entry. `with use`: kept for longer than a soak takes. */
export type Growth = 'with the log' | 'with use' | 'none';

const WITH_THE_LOG = ['audit_detail', 'audit_search', 'log_checkpoint', 'log_cosignature'];
/** Erased by the clock, but after hours or days. */
const KEPT_FOR_HOURS = ['page_session', 'query_activity'];

/** @param table with its database ahead, e.g. `gateway.log_entry` */
export function growthOfTable(table: string): Growth {
  const [database, name = ''] = table.split('.');
  // Reads are kept for thirty days, and what is recorded about them for longer.
  if (database !== 'gateway' || KEPT_FOR_HOURS.includes(name)) return 'with use';
  const bound = TABLE_BOUNDS[name];
  if (WITH_THE_LOG.includes(name) || bound?.by === 'log') return 'with the log';
  return bound?.by === 'number' || bound?.by === 'chore' ? 'none' : 'with use';
}
