/** Served processes as commands and pages list them. */
import type { ProcessStatus } from '../../../sharing-rules/served-process.ts';
import { type Columns, minuteOf } from '../../http/schemas/terms.ts';
import type { ShownProcess } from './process.schema.ts';
import { KIND_WORDS } from './process.terms.ts';

export const STATUS_WORDS: Readonly<Record<ProcessStatus | 'overdue', string>> = {
  overdue: 'overdue',
  open: 'open',
  done: 'done',
  refused: 'refused',
};

/** Tells how many of its duties were done; duties that a refusal ended do not count. */
export function dutiesDone({ duties }: Pick<ShownProcess, 'duties'>): string {
  const standing = duties.filter(({ status }) => status !== 'lapsed');
  return `${standing.filter(({ status }) => status === 'done').length} of ${standing.length}`;
}

export const PROCESS_COLUMNS: Columns<ShownProcess> = {
  kind: ({ kind }) => KIND_WORDS[kind],
  issuer: ({ issuer }) => issuer,
  served: ({ servedAt }) => servedAt.slice(0, 10),
  'due next (UTC)': ({ nextDueAt }) => minuteOf(nextDueAt),
  overdue: ({ overdue }) => (overdue === 0 ? '' : overdue),
  'duties done': dutiesDone,
  status: ({ status }) => STATUS_WORDS[status],
  id: ({ id }) => id,
};
