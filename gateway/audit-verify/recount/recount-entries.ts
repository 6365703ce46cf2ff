/** Counts the public entries of a log as the public page of its gateway says that it has counted them. */
import type { PublicPage } from './public-page.ts';

/** The part of a public entry that is counted. */
export interface Entry {
  readonly agency: string | null;
  readonly grant: string | null;
  readonly kind: string;
  readonly minute: string;
}

const OUTCOME_OF = { release: 'released', review: 'held', refusal: 'refused' } as const;
export const OUTCOMES = ['released', 'held', 'refused'] as const;
type Outcome = (typeof OUTCOMES)[number];
/** The number of entries with each outcome. */
export type Counts = Readonly<Record<Outcome, number>>;

const EVENTS: ReadonlySet<string> = new Set(['grant_approved', 'revoked', 'halted', 'resumed']);

export const NONE: Counts = { released: 0, held: 0, refused: 0 };

export interface Recounted {
  /** Takes the next published entry. */
  take(entry: Entry, index: number): void;
  /** The counts of all agencies but the owner. */
  readonly byAgency: ReadonlyMap<string | null, Counts>;
  /** The counts of the owner's own use. */
  readonly own: () => Counts;
  /** The counts of all but the owner by month, `YYYY-MM`. */
  readonly byMonth: ReadonlyMap<string, Counts>;
  /** Grants, revocations and halts, by log index. */
  readonly events: ReadonlyMap<number, Entry>;
}

export function recountEntries({
  counted: { entries, through, toldAtOnce },
  owner,
}: Pick<PublicPage, 'counted' | 'owner'>): Recounted {
  let own = NONE;
  const byAgency = new Map<string | null, Counts>();
  const byMonth = new Map<string, Counts>();
  const events = new Map<number, Entry>();
  const count = <Key>(counts: Map<Key, Counts>, key: Key, outcome: Outcome) => {
    const found = counts.get(key) ?? NONE;
    counts.set(key, { ...found, [outcome]: found[outcome] + 1 });
  };
  return {
    ...{ byAgency, byMonth, events, own: () => own },
    take(entry, index) {
      const { agency, kind, minute } = entry;
      if (EVENTS.has(kind)) events.set(index, entry);
      const outcome = OUTCOME_OF[kind as keyof typeof OUTCOME_OF];
      if (outcome === undefined) return;
      const isOver = index < entries && through !== null && minute.slice(0, 10) <= through;
      if (index >= toldAtOnce && !isOver) return;
      if (agency === owner.ori) {
        own = { ...own, [outcome]: own[outcome] + 1 };
        return;
      }
      count(byAgency, agency, outcome);
      count(byMonth, minute.slice(0, 7), outcome);
    },
  };
}
