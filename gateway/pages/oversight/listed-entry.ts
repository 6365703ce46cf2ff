/** An entry of the log as a list has it, with what it says. */
import type { PlateWas } from '../../oversight/audit-search/plate-was.ts';
import type { SayingEntryView } from '../../oversight/audit-search/said-in-words.ts';

export interface ListedEntry extends SayingEntryView {
  readonly index: number;
  readonly at: string;
  readonly kind: string;
  readonly effect: string | null;
  readonly agency: string | null;
  readonly officerId: string | null;
  readonly reasonCodes: readonly string[];
  /** Where it was found by a plate. */
  readonly plateWas?: PlateWas;
}
