/**
 * Counts what came of the screen's objections, by list and frame, so that it can be improved from what really
 * happened. `honest` is the screen's own mistake.
 */
import type { Finding } from './terms/decision.ts';
import type { ReviewVerdict } from './terms/statuses.ts';

/** A held query of which a reviewer has said what it was. */
export interface JudgedWords {
  readonly verdict: ReviewVerdict;
  readonly findings: readonly Finding[];
}

export interface JudgedList extends Readonly<Record<ReviewVerdict, number>> {
  /** The code and the detail of the list. */
  readonly list: string;
  /** Null where the words were judged without a frame. */
  readonly frame: string | null;
}

/** Counts each query once for a list and frame, however many of its words it has. */
export function countJudgedWords(judged: readonly JudgedWords[]): readonly JudgedList[] {
  const counts = new Map<string, Record<ReviewVerdict, number>>();
  for (const { findings, verdict } of judged) {
    for (const name of new Set(findings.flatMap(listsOf))) {
      const count = counts.get(name) ?? { honest: 0, mistaken: 0, misuse: 0 };
      count[verdict] += 1;
      counts.set(name, count);
    }
  }
  return [...counts]
    .map(([name, count]): JudgedList => {
      const [list, frame] = JSON.parse(name) as [string, string | null];
      return { list, frame, ...count };
    })
    .sort((a, b) => b.honest - a.honest || (a.list < b.list ? -1 : 1));
}

/** Names the lists of a finding. `context_needs_review` names only the frame: its list is noted beside it. */
function listsOf({ code, detail, effect, found = [] }: Finding): string[] {
  if (code === 'context_needs_review') return [];
  return found.flatMap(({ frame = null }) =>
    effect === 'note' && frame === null ? [] : [JSON.stringify([`${code}: ${detail}`, frame])],
  );
}
