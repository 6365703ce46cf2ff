/** Tells beside each entry shown if all that is kept of it matches the log; raises the alarm if not. */
import { DAY } from '../../../sharing-rules/terms/retention.ts';
import { utcDay } from '../../../sharing-rules/terms/utc-day.ts';
import { findContradictions } from '../../audit/kept/find-contradictions.ts';
import { findKeptEntries, type KeptEntry } from '../../audit/kept/kept-entries-store.ts';
import type { Queryable } from '../../database/queryable.ts';
import { readNow } from '../../database/read-now.ts';
import { GatewayError } from '../../faults/errors.ts';
import { differingFrom, SEARCHED, type SearchRow, searchRowOf } from '../../projections/search-row.ts';
import { findSearchRows } from '../../projections/search-store.ts';
import { DETAIL_DAYS } from '../retention/retention-rules.ts';

export interface HeldAgainstLog {
  /** Null if the details were erased with their day: nothing is kept to compare with the log. */
  readonly proved: boolean | null;
  readonly altered: readonly Contradiction[];
}

/**
 * Lists the parts of an entry that can contradict the log: its text, its details (`details_missing`: they must still
 * be kept and are gone), and the columns by which it is found.
 */
export const CONTRADICTIONS = ['entry', 'details', ...SEARCHED, 'details_missing'] as const;
type Contradiction = (typeof CONTRADICTIONS)[number];

/** Raises the alarm. @param entries log indices */
export type TellAltered = (entries: readonly number[]) => void;

/** True if somebody removed the details, since those of their day are still kept. @param now milliseconds */
export function lacksDetails({ kept, said }: KeptEntry, now: number): boolean {
  return kept === null && said.minute.slice(0, 10) >= utcDay(now - DETAIL_DAYS * DAY);
}

/** Returns a function from log index, and the day of the row shown, to what the comparison found. */
export async function holdAgainstLog(
  db: Queryable,
  indices: readonly number[],
  tellAltered: TellAltered,
): Promise<(index: number, day?: string) => HeldAgainstLog> {
  const now = await readNow(db);
  const entries = await findKeptEntries(db, indices);
  const rows = await findSearchRows(db, indices);
  const held = new Map(entries.map((entry) => [entry.index, outcomeOf(entry, rows, now)] as const));
  const days = new Map(entries.map(({ index, said }) => [index, said.minute.slice(0, 10)]));
  const altered = [...held].flatMap(([index, { proved }]) => (proved === false ? [index] : []));
  if (altered.length > 0) tellAltered(altered);
  return (index, day) => {
    const outcome = held.get(index) as HeldAgainstLog;
    if (day === undefined || day === days.get(index)) return outcome;
    // A row beside the genuine one, under another day: somebody added what is shown here.
    tellAltered([index]);
    return { proved: false, altered: [...new Set(['details' as const, ...outcome.altered])] };
  };
}

/** @throws GatewayError `conflict` if an entry's kept parts contradict the log: they are not evidence */
export async function refuseAltered(
  db: Queryable,
  indices: readonly number[],
  tellAltered: TellAltered,
): Promise<void> {
  const heldAt = await holdAgainstLog(db, indices, tellAltered);
  const altered = indices.filter((index) => heldAt(index).proved === false);
  if (altered.length === 0) return;
  throw new GatewayError(
    'conflict',
    `what is kept of log entry ${altered.join(', ')} is not what the log commits to: somebody has altered it, so it is not ` +
      'evidence. Tell the Chief; `audit show` names what was altered',
  );
}

function outcomeOf(entry: KeptEntry, rows: readonly SearchRow[], now: number): HeldAgainstLog {
  const must = searchRowOf(entry);
  // None is there of what was committed a moment ago.
  const is = rows.find(({ day, index }) => index === entry.index && day === must?.day);
  const altered = new Set<Contradiction>([
    ...(lacksDetails(entry, now) ? (['details_missing'] as const) : []),
    ...findContradictions(entry),
    ...(must === null || is === undefined || entry.kept === null ? [] : differingFrom(must, is)),
  ]);
  if (altered.size > 0) return { proved: false, altered: [...altered] };
  return { proved: entry.kept === null ? null : true, altered: [] };
}
