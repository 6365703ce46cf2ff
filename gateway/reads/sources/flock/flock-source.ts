/** The vendor's cloud as a source of reads: asked for one plate at a time, and believed in nothing but what was asked. */
import { stateAt } from '../../../../sharing-rules/terms/reads-sources.ts';
import { retentionStart } from '../../../../sharing-rules/terms/retention.ts';
import { canonicalJson } from '../../../audit/canonical-json.ts';
import type { FoundReads, ReadsQuery } from '../../reads-store.ts';
import type { Question, ReadsSource } from '../reads-source.ts';
import { type FlockClient, LOOK_UP } from './flock-client.ts';
import { FlockFault } from './flock-fault.ts';
import { type LookupAnswer, readAnswer } from './lookup-answer.ts';
import {
  isBefore,
  isOfAnotherPlate,
  isOwn,
  type ShapedRead,
  timeOf,
  toRead,
  type Wanted,
} from './to-read.ts';

export interface FlockSourceOptions {
  readonly client: FlockClient;
  /** Reads of another network are never released. */
  readonly networkId: string;
  /** No older read is given again (Policy 420.7). */
  readonly retentionDays: number;
  /** Ms since the epoch. */
  readonly now: () => number;
}

/** The size of the vendor's pages, always: a page of ours may begin among many reads of one moment. */
const LARGEST_PAGE = 50;
/** The most pages, after which the answer says that more may follow, so that no question takes forever. */
const MOST_PAGES = 20;
/** Milliseconds after which no further page is asked for: an officer waits, and a right may expire. */
const LONGEST = 20_000;

export function openFlockSource({ client, networkId, now, retentionDays }: FlockSourceOptions): ReadsSource {
  // Counts from the start. Until then a wrong FLOCK_NETWORK_ID looks like a plate that only others have seen.
  let hasSeenOwn = false;
  return {
    name: 'flock',
    asksOutside: true,
    find: async (query, question) => {
      if (question === null) throw new Error('the vendor is asked for nothing that the log does not say');
      const lookUp = new LookUp({ query, networkId });
      const found = await lookUp.run(client, question);
      hasSeenOwn ||= lookUp.hasSeenOwn;
      // A later page follows one that was given.
      if (found.leftOut?.othersOnly && !hasSeenOwn && !query.after) throw new FlockFault('foreign');
      return found;
    },
    // The vendor answers for no single read. What was given stands, as long as it is not too old.
    findShared: async (reads) => {
      const oldest = retentionStart(now(), retentionDays);
      return new Set(reads.flatMap((read) => (read.capturedAt.getTime() < oldest ? [] : [read.readId])));
    },
    check: () => client.check(),
    close: async () => undefined,
  };
}

/** Follows the vendor's pages until a page of ours is full, and whole. */
class LookUp {
  readonly #wanted: Wanted;
  readonly #reads = new Map<string, ShapedRead>();
  /** The vendor's ids of all results, whatever they are. */
  readonly #came = new Set<string>();
  /** Capture time of the last of them, ms; what comes later must not be newer. */
  #reached = Number.POSITIVE_INFINITY;
  #isSorted = true;
  #own = 0;
  #lookalikes = new Set<string>();

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  get hasSeenOwn(): boolean {
    return this.#own > 0;
  }

  async run(client: FlockClient, question: Question): Promise<FoundReads> {
    const { query } = this.#wanted;
    const began = performance.now();
    let body = await client.request('POST', LOOK_UP, toLookup(query, question), question.signal);
    for (let pages = 1; ; pages += 1) {
      const answer = readAnswer(body);
      this.#take(answer);
      const { nextPageId, totalItems } = answer;
      if (!nextPageId) {
        // There are fewer than it says: a part of an answer is not taken for one.
        if (this.#came.size < totalItems) throw new FlockFault('malformed');
        return this.#found(null);
      }
      if (this.#isFull()) return this.#found(null);
      if (answer.results.length === 0) throw new FlockFault('malformed');
      if (performance.now() - began > LONGEST) throw new FlockFault('slow');
      if (pages === MOST_PAGES) return this.#found(this.#reached);
      const path = `/reads/lookup/page/${encodeURIComponent(nextPageId)}`;
      body = await client.request('GET', path, undefined, question.signal);
    }
  }

  #take({ results }: LookupAnswer): void {
    for (const read of results) {
      const time = timeOf(read);
      if (time > this.#reached) this.#isSorted = false;
      this.#reached = Math.min(this.#reached, time);
      this.#came.add(read.id);
      if (isOwn(read, this.#wanted)) {
        this.#own += 1;
        if (isOfAnotherPlate(read, this.#wanted)) this.#lookalikes.add(read.id);
      }
      const shaped = toRead(read, this.#wanted);
      // The same read may come twice.
      if (shaped !== null && !this.#reads.has(shaped.readId)) this.#reads.set(shaped.readId, shaped);
    }
  }

  /** True if more follow, and no further page of the vendor's has a read for this one, as the order shows. */
  #isFull(): boolean {
    const { limit } = this.#wanted.query;
    if (this.#reads.size <= limit || !this.#isSorted) return false;
    return this.#reached < (this.#newestFirst()[limit - 1] as ShapedRead).capturedAt;
  }

  #newestFirst(): ShapedRead[] {
    return [...this.#reads.values()].sort((one, other) => (isBefore(one, other) ? 1 : -1));
  }

  /** @param stoppedAt where the vendor had more pages than are asked for, ms; null otherwise */
  #found(stoppedAt: number | null): FoundReads {
    const { limit } = this.#wanted.query;
    // Without an order nobody can say what is still to come.
    if (stoppedAt !== null && !this.#isSorted) throw new FlockFault('malformed');
    const all = this.#newestFirst();
    const reads = all
      .filter(({ capturedAt }) => stoppedAt === null || capturedAt > stoppedAt)
      .slice(0, limit);
    const text = canonicalJson(reads.map(({ shown }) => shown));
    const othersOnly = this.#came.size > 0 && !this.hasSeenOwn;
    const leftOut = { lookalikes: this.#lookalikes.size, othersOnly };
    const last = reads.at(-1);
    if (reads.length === limit && all.length > limit && last !== undefined) {
      return { text, count: limit, next: { capturedAt: last.capturedAt, readId: last.readId }, leftOut };
    }
    const next = stoppedAt === null ? null : { capturedAt: stoppedAt, readId: LARGEST_ID };
    return { text, count: reads.length, next, leftOut };
  }
}

/** Every read of that time still comes after it. */
const LARGEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** The body of `POST /reads/lookup`; its `endDate` may be inclusive, which `toRead` does not mind. */
function toLookup({ after, from, plate, to }: ReadsQuery, { caseNumber, reason }: Question): object {
  if (plate === undefined) throw new RangeError('the vendor is asked for plates only');
  const end = after ? Math.min(to, after.capturedAt + 1) : to;
  const state = plate.state === undefined ? null : stateAt('flock', plate.state);
  return {
    plate: plate.number,
    ...(state === null ? {} : { state }),
    startDate: new Date(from).toISOString(),
    endDate: new Date(end).toISOString(),
    limit: LARGEST_PAGE,
    sort: [{ field: 'capturedAt', order: 'desc' }],
    reason,
    ...(caseNumber === null ? {} : { caseNumber }),
  };
}
