/** A row of a hot list as a layout's reader gives it, before the rules have judged it. */
import type { OfferedEntry } from '../../../../sharing-rules/hot-list.ts';
import { GatewayError } from '../../../faults/errors.ts';

export interface ListedEntry extends OfferedEntry {
  /** Two letters; null where the list names none. */
  readonly state: string | null;
  /** Number under which the entry's agency knows it: NIC, case number. */
  readonly reference: string | null;
  /** The ORI of the agency that made the entry. */
  readonly originator: string | null;
  /** Milliseconds since the epoch. */
  readonly effectiveAt: number | null;
  /** Milliseconds since the epoch, exclusive. */
  readonly expiresAt: number | null;
}

export type ListRow =
  | { readonly line: number; readonly entry: ListedEntry }
  /** `fault` is snake case without any text of the row; `layout`: the row lacks the layout's form. */
  | { readonly line: number; readonly fault: string; readonly layout: boolean };

/** Turns the text of one line into a row; made for each file, since it may remember the header. */
export type LineReader = (text: string, line: number) => ListRow | null;

/** Refuses the whole file, so the list in force stays as it is. The message never holds text of the row. */
export function refuseFile(line: number, why: string): GatewayError {
  return new GatewayError('malformed', `line ${line}: ${why}; nothing of this file was taken`);
}
