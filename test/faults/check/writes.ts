/** What nodes handed to their operating systems, and what of it nobody can date. */
import type { History } from '../load/history.ts';
import type { LogLine } from './read-log.ts';
import { Returns } from './returns.ts';

/** One piece of a release that a node handed over; moments of CLOCK_MONOTONIC, ns. */
export interface Write {
  readonly begun: number;
  readonly ended: number;
  readonly releaseId: string;
}

export function parseTrace(lines: readonly string[]): Write[] {
  return lines.map((line) => {
    const [begun, ended, releaseId] = line.split(' ');
    return { begun: Number(begun), ended: Number(ended), releaseId: releaseId as string };
  });
}

/**
 * Writes that were under way when a revoke returned: their process was stopped in the call. If the answer had reached
 * its asker by then, its bytes had left before; of the others it cannot be told. That is the residual of P2.
 */
export function heldInWrite(
  { attempts, lowered }: History,
  writes: readonly Write[],
  lines: readonly LogLine[],
): Write[] {
  const returned = new Returns(lowered);
  const releases = new Map(lines.map((line) => [line.releaseId, line]));
  const arrived = new Map(attempts.map(({ ended, releaseId }) => [releaseId, ended]));
  return writes.filter(({ begun, ended, releaseId }) => {
    const line = releases.get(releaseId);
    if (line === undefined) return false;
    const agency = line.agency as string;
    const [before, after] = [returned.barAt(agency, begun), returned.barAt(agency, ended)];
    if (line.index < before || line.index >= after) return false;
    return line.index < returned.barAt(agency, arrived.get(releaseId) ?? Number.POSITIVE_INFINITY);
  });
}
