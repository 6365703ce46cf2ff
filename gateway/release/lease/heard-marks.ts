/**
 * Keeps the revocation records that this node has learned and not acknowledged yet: their fences, what was
 * cut for each, and whether those it was told of are all there are.
 */
import type { Cut, InFlight } from './in-flight.ts';
import type { Mark } from './lease-store.ts';

/** A revocation record as a notification tells of it. */
export interface HeardMark extends Mark {
  /** The index of the one before it; 0 for none. */
  readonly previous: number;
}

/** @returns null for what is not a mark: then one must look for oneself. */
export function parseMark(payload: string | null): HeardMark | null {
  try {
    const { agencyId, index, previous } = JSON.parse(payload ?? '');
    const isMark = [index, previous, agencyId ?? 0].every(Number.isSafeInteger);
    return isMark ? { agencyId, index, previous } : null;
  } catch {
    return null;
  }
}

export class HeardMarks {
  readonly #inFlight: InFlight;
  readonly #cuts = new Map<number, Cut>();
  #heard: HeardMark[] = [];
  #more = false;

  constructor(inFlight: InFlight) {
    this.#inFlight = inFlight;
  }

  /** Sets the fence in this very tick. Null: there may be revocation records that nobody told of. */
  hear(mark: HeardMark | null): void {
    if (mark === null) this.#more = true;
    else {
      this.bar(mark);
      this.#heard.push(mark);
    }
  }

  /** Sets the record's fence, once; called again it returns what was cut then. */
  bar({ agencyId, index }: Mark): Cut {
    const cut = this.#cuts.get(index) ?? this.#inFlight.setFence(agencyId, index);
    this.#cuts.set(index, cut);
    return cut;
  }

  /** Takes the records above `known`, if each follows on the one before; else null: one must look. */
  take(known: number): readonly Mark[] | null {
    const above = this.#heard.filter(({ index }) => index > known).sort((a, b) => a.index - b.index);
    const complete =
      !this.#more && above.every(({ previous }, i) => previous === (above[i - 1]?.index ?? known));
    this.#heard = [];
    this.#more = false;
    return complete ? above : null;
  }

  /** Forgets them. Call it when all up to this one are acknowledged. */
  forget(acknowledged: number): void {
    for (const index of this.#cuts.keys()) if (index <= acknowledged) this.#cuts.delete(index);
  }
}
