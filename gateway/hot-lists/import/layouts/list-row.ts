/** A row of a hot list as a layout's reader gives it, before the rules have judged it. */
import type { OfferedEntry } from '../../../../sharing-rules/hot-list.ts';
import { GatewayError } from '../../../faults/errors.ts';

export interface ListedEntry extends OfferedEntry {
  /** Two letters; null where the list names none. */
  readonly state: string | null;
  /** Number under which the entry's agency knows it: NIC, case number. */
  readonly reference: string | null;
  /** ORI of the agency that made the entry. */
  readonly originator: string | null;
  /** Ms since the epoch. */
  readonly effectiveAt: number | null;
  /** Ms since the epoch, exclusive. */
  readonly expiresAt: number | null;
}

export type ListRow =
  | { readonly line: number; readonly entry: ListedEntry }
  /** `fault`: snake case, without any text of the row. `layout`: the row does not have the layout's form at all. */
  | { readonly line: number; readonly fault: string; readonly layout: boolean };

/** Turns the text of one line into a row; made for each file, since it may remember the header. */
export type LineReader = (text: string, line: number) => ListRow | null;

/** The whole file is refused, the list in force stays as it is. The text of the row is never part of the message. */
export function refuseFile(line: number, why: string): GatewayError {
  return new GatewayError('malformed', `line ${line}: ${why}; nothing of this file was taken`);
}
