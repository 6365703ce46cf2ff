/** What partners and administrators were answered, against the log. */
import type { Attempt, History } from '../load/history.ts';
import { LOWERINGS, type LogLine } from './read-log.ts';
import { Returns } from './returns.ts';
import type { Write } from './writes.ts';

/** Of a refusal, and of a release. */
const KINDS: ReadonlyMap<number, string> = new Map([
  [200, 'release'],
  [403, 'refusal'],
]);

/** @returns a sentence for each violation */
export function checkAnswers({ attempts, lowered }: History, lines: readonly LogLine[]): string[] {
  const returned = new Returns(lowered);
  return [
    ...attempts.flatMap((attempt) => checkAttempt(attempt, returned, lines)),
    ...lowered.flatMap(({ agency, mark }) => {
      if (mark === null) return [];
      const line = lines[mark];
      const same =
        line !== undefined && LOWERINGS.has(line.kind) && line.agency === agency && line.epoch === mark;
      return same ? [] : [`a revoke returned with mark ${mark}, which is not that of the log`];
    }),
  ];
}

function checkAttempt(attempt: Attempt, returned: Returns, lines: readonly LogLine[]): string[] {
  const { agency, begun, epoch, followsEpoch, index, leafHash, releaseId, status } = attempt;
  // 401 of a node whose clock was set, 409 and 422 of a page that has gone, 429: nothing left, and nothing is claimed.
  if (status >= 500 && status !== 503) return [`a query was answered ${status}`];
  const kind = KINDS.get(status);
  if (kind === undefined) return [];
  if (index === null) return [`an answer of status ${status} came without a receipt`];
  const found: string[] = [];
  const line = lines[index];
  if (line?.kind !== kind || line.leafHash !== leafHash || (status === 200 && line.releaseId !== releaseId)) {
    found.push(`an answer of status ${status} names entry ${index}, which is not that of the log`);
  }
  if (status !== 200) return found;
  const barred = returned.barAt(agency, begun);
  if (index < barred) found.push(`entry ${index} was released to a request begun after ${barred}`);
  if (followsEpoch !== null && followsEpoch !== epoch) {
    found.push(`a page of epoch ${followsEpoch} was continued in epoch ${epoch}`);
  }
  return found;
}

/**
 * Answers that nobody wrote: a trace that sees nothing would find nothing.
 * @param kills of nodes; each may have cost the trace a line
 */
export function checkTraced(
  { attempts }: History,
  writes: readonly Pick<Write, 'releaseId'>[],
  kills: number,
): string[] {
  const traced = new Set(writes.map(({ releaseId }) => releaseId));
  const untraced = attempts.filter(({ releaseId }) => releaseId !== null && !traced.has(releaseId));
  return untraced
    .slice(kills)
    .map(({ index }) => `entry ${index} was answered and no write of it was traced`);
}
