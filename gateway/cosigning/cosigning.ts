/** Has the heads of the log cosigned by the witnesses of the policy, and says what is cosigned. */
import type { CheckpointSigner } from '../audit/checkpoint-signer.ts';
import type { PublishedHead, TimedHead } from '../audit/follow/published-head.ts';
import type { StoredCheckpoint } from '../audit/log-store.ts';
import { proveConsistency } from '../audit/prove-log.ts';
import type { TileReader } from '../audit/tiles.ts';
import { ageOf, LONG_AGO, type Moment, momentOn } from '../faults/age.ts';
import type { Repeated } from '../faults/repeat.ts';
import { repeat } from '../faults/repeat.ts';
import { type CosignedHead, CosignedHeads } from './cosigned-heads.ts';
import type { Policy, PolicyWitness } from './policy.ts';
import type { WitnessLag } from './witness-lag.ts';
import { type LineDeps, type SignedHead, WitnessLine } from './witness-line.ts';

/** Milliseconds between two looks at whether the log has grown: at a number in memory. */
const LOOK_EVERY = 250;
/** Milliseconds between sending two heads; entries committed meanwhile go with the next head. */
const ROUND_EVERY = 1_000;
/** Milliseconds that a round waits for the witnesses of a quorum: they must cosign the same head. */
const ROUND_LASTS = 6_000;
/** Milliseconds that a request for the newest checkpoint waits until it is cosigned. */
const WAIT_FOR_QUORUM = 2_000;
/** The most requests that wait; others are answered at once. */
const MOST_WAITING = 256;

export interface CosigningOptions
  extends Pick<LineDeps, 'onTrouble' | 'onAlarm' | 'clock' | 'onCosigned' | 'newest'> {
  readonly policy: Policy;
  /** The published head: witnesses are shown the one that everybody sees. */
  readonly published: Pick<PublishedHead, 'head'>;
  readonly signer: CheckpointSigner;
  readonly tiles: Pick<TileReader, 'subtrees'>;
  /** Returns the size of the log as this node has seen it; null: not yet. */
  readonly sizeSeen: () => number | null;
  readonly lag: WitnessLag;
  /** The cosignatures that the witnesses had given before. */
  readonly known: KnownCosignatures;
}

interface Round {
  readonly head: SignedHead;
  readonly at: Moment;
  /** The moment before which everything is in its head. */
  readonly asOf: Moment;
}

export interface KnownCosignatures {
  /** The verified cosignatures of the head on which this node starts. */
  readonly ofHead: readonly {
    readonly head: StoredCheckpoint;
    readonly witness: PolicyWitness;
    readonly line: string;
  }[];
  /** The largest size that each witness is said to have, by its verifier key; its answer corrects it. */
  readonly sizes: ReadonlyMap<string, number>;
}

export class Cosigning {
  /** The names of witnesses that two persons removed: they are no longer asked or needed. */
  readonly removed = new Set<string>();
  readonly #options: CosigningOptions;
  readonly #heads: CosignedHeads;
  readonly #lines: readonly WitnessLine[];
  readonly #looking: Repeated;
  readonly #waiting = new Map<() => void, number>();
  readonly #pushing = new Set<Promise<void>>();
  /** The round whose head goes to every witness now. */
  #round: Round | null = null;

  constructor(options: CosigningOptions) {
    const { known, policy } = options;
    this.#options = options;
    this.#heads = new CosignedHeads(policy, this.removed);
    for (const { head, line, witness } of known.ofHead) this.#heads.add(head, witness.name, line);
    const deps = { ...options, head: () => this.#head(), prove: this.#prover(), onCosigned: this.#keep };
    this.#lines = policy.witnesses.flatMap(({ url, ...witness }) =>
      url === null ? [] : [new WitnessLine({ ...witness, url }, known.sizes.get(witness.vkey) ?? 0, deps)],
    );
    const { newest } = this.#heads;
    if (newest !== null) options.lag.cosigned(newest.size, LONG_AGO);
    this.#looking = repeat(LOOK_EVERY, () => this.#look(), 0);
  }

  /** The largest head with a quorum. */
  get newest(): CosignedHead | null {
    return this.#heads.newest;
  }

  /** Returns the cosignature lines of exactly this head. */
  linesOf(head: StoredCheckpoint): string {
    return this.#heads.linesOf(head);
  }

  /**
   * Returns the newest head with a quorum that is not older than the one given, so that nobody who has seen
   * that one sees the log shrink. Null if the witnesses do not agree in time, or cannot.
   */
  async quorumFrom(size: number): Promise<CosignedHead | null> {
    const agreed = () => (this.newest !== null && this.newest.size >= size ? this.newest : null);
    if (agreed() !== null || !this.#mayAgree() || this.#waiting.size >= MOST_WAITING) return agreed();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), WAIT_FOR_QUORUM);
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      this.#waiting.set(end, size);
    });
    return agreed();
  }

  async close(): Promise<void> {
    await this.#looking.stop();
    for (const end of [...this.#waiting.keys()]) end();
    await Promise.all(this.#pushing);
  }

  /** True if enough witnesses answer. */
  #mayAgree(): boolean {
    const { isQuorum, witnesses } = this.#options.policy;
    if (witnesses.length === 0 || isQuorum(new Set())) return false;
    const answering = this.#lines.filter(({ answers }) => answers).map(({ name }) => name);
    return isQuorum(new Set(answering), this.removed);
  }

  async #look(): Promise<void> {
    const { lag, sizeSeen } = this.#options;
    const size = sizeSeen();
    lag.look(size);
    if (size === null) return;
    if (this.#mayBegin(size)) {
      const at = momentOn(this.#options.clock);
      // Those who follow the log report a head that this node does not accept: here nothing is sent.
      const head = await this.#head().catch(() => null);
      if (head === null) return;
      this.#round = { head, at, asOf: head.asOf };
    }
    const { head } = this.#round as Round;
    for (const line of this.#lines.filter((one) => !this.removed.has(one.name) && one.wants(head.size))) {
      const pushing = line.push(head).finally(() => this.#pushing.delete(pushing));
      this.#pushing.add(pushing);
    }
  }

  /** True if another head than that of the round is to go to the witnesses. */
  #mayBegin(size: number): boolean {
    if (this.#round === null) return true;
    const { at, head } = this.#round;
    const age = ageOf(at, this.#options.clock);
    const isAgreed = (this.newest?.size ?? 0) >= head.size;
    return size > head.size && age > (isAgreed ? ROUND_EVERY : ROUND_LASTS);
  }

  async #head(): Promise<(SignedHead & TimedHead) | null> {
    const { published, signer } = this.#options;
    const head = await published.head();
    return head === null ? null : { ...head, note: signer.sign(head.size, head.root) };
  }

  /** Returns a prover that makes a proof once for the several witnesses that need it. */
  #prover(): LineDeps['prove'] {
    let last: {
      readonly from: number;
      readonly to: number;
      readonly proof: Promise<readonly Buffer[]>;
    } | null = null;
    return (from, to) => {
      if (last?.from !== from || last.to !== to) {
        last = { from, to, proof: proveConsistency(from, to, this.#options.tiles.subtrees(to)) };
      }
      return last.proof;
    };
  }

  readonly #keep: LineDeps['onCosigned'] = (witness, head, line) => {
    const { lag, onCosigned } = this.#options;
    if (this.#heads.add(head, witness.name, line)) {
      const asOf = this.#round?.head.size === head.size ? this.#round.asOf : LONG_AGO;
      lag.cosigned(head.size, asOf);
      for (const [end, size] of [...this.#waiting]) if (size <= head.size) end();
    }
    onCosigned(witness, head, line);
  };
}
