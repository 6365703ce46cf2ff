/** What is taken in at once: consecutive rows of a list, of lines of a file or of a partner's page. */
import type { ListRow } from '../layouts/list-row.ts';
import type { TextBlock } from './text-block.ts';

/** Consecutive rows of a list. */
export interface ListBlock extends Pick<TextBlock, 'encoding' | 'digest' | 'piece' | 'known'> {
  /** None where they are known. */
  readonly rows: readonly ListRow[];
  readonly lines: number;
}

/** Rows that are no lines of a file, and so are not remembered. */
export function blockOf(rows: readonly ListRow[]): ListBlock {
  return { rows, lines: 0, encoding: 'utf8', digest: null, piece: null, known: null };
}
