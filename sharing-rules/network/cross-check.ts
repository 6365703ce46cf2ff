/**
 * Compares what another gateway logged of what we asked it with what our own log has of the same: entry by entry, and in
 * their order. What differs shows that one of the two logs does not tell the truth, or that somebody asks in our name.
 */
import { findOrder } from './consistent-order.ts';

/** Names each kind of difference, with what it means. */
export const DIFFERENCES = {
  not_asked: 'their log has an entry under our name that we did not ask for',
  not_answered: 'their log has an answer to us that our log does not have',
  other_count: 'their log has another number of reads than we were sent',
  other_entry: 'their log has another entry than the one that they proved to us',
  not_there: 'their log lacks an entry that they proved to us',
  other_order: 'their log has the entry in a place that contradicts our log',
} as const;
export type DifferenceKind = keyof typeof DIFFERENCES;

/** An entry of the other log in which we take part. */
export interface TheirEntry {
  /** Log index there. */
  readonly index: number;
  /** Base64. */
  readonly leafHash: string;
  /** The entry of ours that asked for it, as the request named it; null where it named none. */
  readonly asker: { readonly index: number; readonly leafHash: string } | null;
  /** Reads that left; null where none could. */
  readonly count: number | null;
}

/** Our entry of the kind `peer_asked`. */
export interface OurAsk {
  /** Log index here. */
  readonly index: number;
  /** Base64. */
  readonly leafHash: string;
}

/** Our entry of the kind `peer_answered`. */
export interface OurAnswer {
  /** Log index here. */
  readonly index: number;
  /** The index of the `peer_asked` before it. */
  readonly asked: number;
  /** Holds what their receipt proved; null if no answer came, or none that could be shown. */
  readonly proven: { readonly index: number; readonly leafHash: string } | null;
  readonly count: number | null;
}

export interface Difference {
  readonly kind: DifferenceKind;
  /** Log index there; null where their log has no entry. */
  readonly theirs: number | null;
  /** Log index here; null where our log has no entry. */
  readonly ours: number | null;
}

export interface Compared {
  /** All their entries of a part of their log, in its order. */
  readonly theirs: readonly TheirEntry[];
  readonly asks: readonly OurAsk[];
  /** Those whose proven entry lies in that part, and those of `asks`. */
  readonly answers: readonly OurAnswer[];
  /** The newest `peer_asked` that an entry of theirs before that part answers; -1 for none. */
  readonly newestAsked: number;
}

export interface CrossChecked {
  readonly differences: readonly Difference[];
  readonly newestAsked: number;
}

/** Names each difference once: an entry that differs in more than one way by the first that applies. */
export function crossCheck({ answers, asks, newestAsked, theirs }: Compared): CrossChecked {
  const asked = new Map(asks.map((ask) => [ask.index, ask]));
  const proven = new Map(answers.flatMap((one) => (one.proven === null ? [] : [[one.proven.index, one]])));
  const unproven = new Set(answers.flatMap((one) => (one.proven === null ? one.asked : [])));
  const there = new Set(theirs.map(({ index }) => index));
  const answered = theirs.flatMap((entry) => {
    const answer = proven.get(entry.index);
    return answer === undefined ? [] : [{ answer, entry }];
  });
  const { contradicting, newest } = findOrder(
    answered.map(({ answer }) => ({ asked: answer.asked, answered: answer.index })),
    newestAsked,
  );
  const misplaced = new Set(contradicting.map((at) => answered[at]?.entry.index));
  const kindOf = (entry: TheirEntry, ours: OurAnswer | undefined): DifferenceKind | null => {
    const { asker, count, index, leafHash } = entry;
    if (asker === null ? ours === undefined : asked.get(asker.index)?.leafHash !== asker.leafHash)
      return 'not_asked';
    if (ours === undefined) return asker !== null && unproven.has(asker.index) ? null : 'not_answered';
    if (ours.count !== count) return 'other_count';
    if (ours.proven?.leafHash !== leafHash) return 'other_entry';
    return misplaced.has(index) || (asker !== null && asker.index !== ours.asked) ? 'other_order' : null;
  };
  const found = theirs.flatMap((entry): Difference[] => {
    const ours = proven.get(entry.index);
    const kind = kindOf(entry, ours);
    return kind === null ? [] : [{ kind, theirs: entry.index, ours: ours?.index ?? askOf(entry, asked) }];
  });
  const lacking = [...proven.values()].flatMap(({ index, proven: entry }): Difference[] =>
    entry === null || there.has(entry.index) ? [] : [{ kind: 'not_there', theirs: entry.index, ours: index }],
  );
  return { differences: [...found, ...lacking], newestAsked: newest };
}

function askOf({ asker }: TheirEntry, asked: ReadonlyMap<number, OurAsk>): number | null {
  return asker !== null && asked.has(asker.index) ? asker.index : null;
}
