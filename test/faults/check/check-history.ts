/** Checks what partners got and what nodes wrote against the log and the moments at which revokes returned. */
import type { Attempt, History } from '../load/history.ts';
import type { LogLine } from './read-log.ts';

/** One piece of a release that a node handed to its operating system. */
export interface Write {
  /** CLOCK_MONOTONIC, ns. */
  readonly at: number;
  readonly releaseId: string;
}

export function parseTrace(lines: readonly string[]): Write[] {
  return lines.map((line) => {
    const [at, releaseId] = line.split(' ');
    return { at: Number(at), releaseId: releaseId as string };
  });
}

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
    ...writes.flatMap(({ at, releaseId }) => {
      const line = releases.get(releaseId);
      if (line === undefined) return [`release ${releaseId} was written and is not in the log`];
      const barred = returned.barAt(line.agency as string, at);
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

/** For each agency: from when on which mark had returned. */
class Returns {
  readonly #byAgency = new Map<string | null, { readonly at: number; readonly mark: number }[]>();

  constructor(lowered: History['lowered']) {
    for (const { agency, ended, mark } of lowered) {
      if (mark === null) continue;
      const list = this.#byAgency.get(agency) ?? [];
      list.push({ at: ended, mark });
      this.#byAgency.set(agency, list);
    }
    for (const list of this.#byAgency.values()) {
      list.sort((a, b) => a.at - b.at);
      // Returns overtake each other: what counts at a moment is the highest mark returned by then.
      for (let i = 1; i < list.length; i += 1) {
        const [before, one] = [list[i - 1], list[i]] as [{ mark: number }, { at: number; mark: number }];
        list[i] = { at: one.at, mark: Math.max(before.mark, one.mark) };
      }
    }
  }

  /** The highest mark that had returned before this moment; 0 for none. */
  barAt(agency: string, at: number): number {
    return Math.max(this.#newest(agency, at), this.#newest(null, at));
  }

  #newest(agency: string | null, at: number): number {
    const list = this.#byAgency.get(agency) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle] as { at: number }).at < at) low = middle + 1;
      else high = middle;
    }
    return list[low - 1]?.mark ?? 0;
  }
}
