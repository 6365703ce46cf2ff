/** When which revoke had returned. */
import type { History } from '../load/history.ts';

/** For each agency: from when on which mark had returned. */
export class Returns {
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
