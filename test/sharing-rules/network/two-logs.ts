/** Makes two honest logs of one asking the other, many asks at once, and plants differences between them. */
import type {
  Compared,
  Difference,
  DifferenceKind,
  OurAnswer,
  OurAsk,
  TheirEntry,
} from '../../../sharing-rules/network/cross-check.ts';

export interface TwoLogs extends Compared {
  readonly theirs: TheirEntry[];
  readonly asks: OurAsk[];
  readonly answers: OurAnswer[];
}

/** A generator of numbers from 0 to 1 that repeats itself for a seed. */
export function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** `lost`: the other side has logged an answer that never arrived. */
type Fate = 'answered' | 'lost' | 'never heard';

/**
 * Up to `atOnce` asks are under way at one moment. A twentieth ends without an answer; half of these the other side
 * has logged all the same. One in ten answers names no ask, as from a gateway that does not know `asker`.
 */
export function honestLogs(size: number, { atOnce = 12, seed = 1 } = {}): TwoLogs {
  const draw = drawing(seed);
  const logs: TwoLogs = { theirs: [], asks: [], answers: [], newestAsked: -1 };
  const underWay: { readonly asked: number; readonly fate: Fate; entry: TheirEntry | null }[] = [];
  let [ours, there] = [100, 1_000];
  while (logs.theirs.length < size || underWay.length > 0) {
    ours += 1 + Math.floor(3 * draw());
    const isAsking =
      logs.theirs.length < size && (underWay.length === 0 || underWay.length < atOnce * draw());
    if (isAsking) {
      logs.asks.push({ index: ours, leafHash: `ask ${ours}` });
      const drawn = draw();
      underWay.push({
        asked: ours,
        fate: drawn < 0.95 ? 'answered' : drawn < 0.975 ? 'lost' : 'never heard',
        entry: null,
      });
      continue;
    }
    const at = Math.floor(draw() * underWay.length);
    const one = underWay[at] as (typeof underWay)[number];
    if (one.entry === null && one.fate !== 'never heard') {
      there += 1 + Math.floor(3 * draw());
      const names = one.fate === 'lost' || draw() < 0.9;
      const asker = names ? { index: one.asked, leafHash: `ask ${one.asked}` } : null;
      const count = draw() < 0.2 ? null : Math.floor(20 * draw());
      one.entry = { index: there, leafHash: `leaf ${there}`, asker, count };
      logs.theirs.push(one.entry);
      continue;
    }
    underWay.splice(at, 1);
    const entry = one.fate === 'answered' ? one.entry : null;
    logs.answers.push({
      ...{ index: ours, asked: one.asked, count: entry?.count ?? null },
      proven: entry && { index: entry.index, leafHash: entry.leafHash },
    });
  }
  return logs;
}

/** Changes the logs at this answer so that they differ in one way. @returns the difference that must be named */
export function plant(logs: TwoLogs, kind: DifferenceKind, at: number): Difference {
  const answer = logs.answers.find(({ proven }, i) => i >= at && proven !== null) as OurAnswer;
  const place = logs.theirs.findIndex(({ index }) => index === answer.proven?.index);
  const entry = logs.theirs[place] as TheirEntry;
  const found = (theirs: number, ours: number | null): Difference => ({ kind, theirs, ours });
  switch (kind) {
    case 'not_asked': {
      const stranger = { ...entry, index: entry.index + 0.5, asker: null };
      logs.theirs.splice(place + 1, 0, stranger);
      return found(stranger.index, null);
    }
    case 'not_answered': {
      const asker = { index: answer.asked, leafHash: `ask ${answer.asked}` };
      logs.theirs[place] = { ...entry, asker };
      logs.answers.splice(logs.answers.indexOf(answer), 1);
      return found(entry.index, answer.asked);
    }
    case 'other_count':
      logs.theirs[place] = { ...entry, count: (entry.count ?? 0) + 1 };
      return found(entry.index, answer.index);
    case 'other_entry':
      logs.theirs[place] = { ...entry, leafHash: `not ${entry.leafHash}` };
      return found(entry.index, answer.index);
    case 'not_there':
      logs.theirs.splice(place, 1);
      return found(entry.index, answer.index);
    case 'other_order': {
      // Their log has it long before we asked.
      const index = (logs.theirs[place - 200] as TheirEntry).index + 0.25;
      logs.theirs.splice(place, 1);
      logs.theirs.splice(place - 199, 0, { ...entry, index });
      logs.answers[logs.answers.indexOf(answer)] = { ...answer, proven: { ...entry, index } };
      return found(index, answer.index);
    }
  }
}
