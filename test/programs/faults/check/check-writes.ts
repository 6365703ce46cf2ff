/** What nodes wrote, against the log and the moments at which revokes returned. */
import type { History } from '../load/history.ts';
import type { LogLine } from './read-log.ts';
import { Returns } from './returns.ts';
import type { Write } from './writes.ts';

export interface CheckedWrites {
  /** A sentence for each. */
  readonly violations: readonly string[];
  /**
   * Writes that were under way when a revoke returned, since the harness had stopped their process in the middle, and
   * whose answer had not come by then. Whether before or after, nobody can tell.
   */
  readonly heldInWrite: number;
}

export function checkWrites(
  { attempts, lowered }: History,
  writes: readonly Write[],
  lines: readonly LogLine[],
): CheckedWrites {
  const returned = new Returns(lowered);
  const releases = new Map(
    lines.filter(({ kind }) => kind === 'release').map((line) => [line.releaseId, line]),
  );
  const arrived = new Map(attempts.map(({ ended, releaseId }) => [releaseId, ended]));
  const violations: string[] = [];
  let heldInWrite = 0;
  for (const { begun, ended, releaseId, stopped } of writes) {
    const line = releases.get(releaseId);
    if (line === undefined) {
      violations.push(`release ${releaseId} was written and is not in the log`);
      continue;
    }
    const agency = line.agency as string;
    const [before, after] = [begun, ended].map((at) => returned.barAt(agency, at)) as [number, number];
    if (line.index < before) {
      violations.push(`entry ${line.index} was written after the return of mark ${before}`);
      continue;
    }
    const read = returned.barAt(agency, arrived.get(releaseId) ?? Number.POSITIVE_INFINITY);
    if (line.index >= after || line.index >= read) continue;
    // The one that acknowledges is the thread that writes: only a process that was stopped can be in the middle.
    if (stopped) heldInWrite += 1;
    else violations.push(`entry ${line.index} was being written at the return of mark ${after}`);
  }
  return { violations, heldInWrite };
}
