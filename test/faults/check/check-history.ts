/** Checks what partners got and what nodes wrote against the log and the moments at which revokes returned. */
import type { Attempt, History } from '../load/history.ts';
import type { LogLine } from './read-log.ts';
import { Returns } from './returns.ts';
import type { Write } from './writes.ts';

/** @returns a sentence for each violation */
export function checkHistory(
  { attempts, lowered }: History,
  writes: readonly Write[],
  lines: readonly LogLine[],
): string[] {
  const releases = new Map(
    lines.flatMap((line) => (line.releaseId === null ? [] : [[line.releaseId, line]])),
  );
  const returned = new Returns(lowered);
  return [
    ...writes.flatMap(({ begun, releaseId }) => {
      const line = releases.get(releaseId);
      if (line === undefined) return [`release ${releaseId} was written and is not in the log`];
      const barred = returned.barAt(line.agency as string, begun);
      return line.index < barred
        ? [`entry ${line.index} was written after the return of mark ${barred}`]
        : [];
    }),
    ...attempts.flatMap((attempt) => checkAttempt(attempt, returned, lines)),
  ];
}

function checkAttempt(attempt: Attempt, returned: Returns, lines: readonly LogLine[]): string[] {
  const { agency, begun, epoch, followsEpoch, index, leafHash, releaseId, status } = attempt;
  const found: string[] = [];
  if (status === 200) {
    const barred = returned.barAt(agency, begun);
    if (index === null || index < barred)
      found.push(`entry ${index} was released to a request begun after ${barred}`);
    if (followsEpoch !== null && followsEpoch !== epoch) {
      found.push(`a page of epoch ${followsEpoch} was continued in epoch ${epoch}`);
    }
  }
  if (status === 200 || (status === 403 && index !== null)) {
    const line = index === null ? undefined : lines[index];
    const kind = status === 200 ? 'release' : 'refusal';
    const same = line?.leafHash === leafHash && (releaseId === null || line?.releaseId === releaseId);
    if (line?.kind !== kind || !same) {
      found.push(`an answer of status ${status} names entry ${index}, which is not that of the log`);
    }
  }
  if (status === 403 && index === null) found.push('a refusal came without a receipt');
  return found;
}
