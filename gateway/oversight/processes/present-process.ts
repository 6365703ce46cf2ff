/** Shows a served process: how it stands, what is due when, and how many it is about. */
import { dutyStatus, processStatus } from '../../../sharing-rules/served-process.ts';
import type { ShownProcess } from './process.schema.ts';
import type { ProcessRow } from './processes-store.ts';

/** @param now ms */
export function presentProcess(process: ProcessRow, now: number): ShownProcess {
  const { from, persons, plates, refusedAt, refusedReason, registeredAt, servedAt, to, words, ...told } =
    process;
  const isRefused = refusedAt !== null;
  const duties = process.duties.map(({ alarmedAt, doneAt, dueAt, duty, ...one }) => {
    const times = { duty, dueAt: dueAt.getTime(), doneAt: doneAt?.getTime() ?? null };
    return {
      ...{ duty, by: dueAt.toISOString(), status: dutyStatus(times, { isRefused, now }) },
      ...{ ...one, doneAt: textOf(doneAt), alarmedAt: textOf(alarmedAt) },
    };
  });
  const standing = duties.filter(({ status }) => status === 'open' || status === 'overdue');
  return {
    ...{ ...told, duties, servedAt: servedAt.toISOString(), registeredAt: registeredAt.toISOString() },
    status: processStatus(
      isRefused,
      duties.map(({ status }) => status),
    ),
    scope: {
      ...{ persons: persons.length, plates: plates.length, inWords: words !== null },
      ...{ from: textOf(from), to: textOf(to) },
    },
    nextDueAt: standing[0]?.by ?? null,
    overdue: duties.filter(({ status }) => status === 'overdue').length,
    ...{ refusedAt: textOf(refusedAt), reason: refusedReason },
  };
}

const textOf = (time: Date | null) => time?.toISOString() ?? null;
