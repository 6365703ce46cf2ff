/** A link to an entry of the log, for those who may read it; each look is an entry of its own. */

import { may } from '../../serve/may.ts';
import type { Visit } from '../../serve/page.ts';

interface LogEntryLinkProps {
  readonly visit: Visit;
  readonly index: number | null;
}

export function LogEntryLink({ index, visit }: LogEntryLinkProps) {
  if (index === null) return null;
  return may(visit, 'read_log') ? <a href={`/console/audit/${index}`}>{index}</a> : index;
}
