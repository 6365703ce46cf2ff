/** The conversation with one witness: one question at a time, from the size that it has, and again after a pause. */
import type { StoredCheckpoint } from '../audit/log-store.ts';
import { askWitness } from './ask-witness.ts';
import type { PolicyWitness } from './policy.ts';

/** Ms after a failure; doubled with each. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
/** The size may have to be learned, and another node may have asked in between. */
const ATTEMPTS = 4;

/** A head that this node accepts, signed. */
export interface SignedHead extends StoredCheckpoint {
  readonly note: string;
}

/** `ahead`: the witness has cosigned a larger log than the database holds. */
export type AlarmKind = 'forked' | 'ahead';

export interface LineDeps {
  /** The newest head, accepted and signed. @throws Error where this node accepts none */
  readonly head: () => Promise<SignedHead | null>;
  /** How many entries the log has, whether they are published or not. */
  readonly newestSize: () => Promise<number>;
  /** That the tree of `to` extends that of `from`. */
  readonly prove: (from: number, to: number) => Promise<readonly Buffer[]>;
  readonly onCosigned: (witness: PolicyWitness, head: SignedHead, line: string) => void;
  readonly onTrouble: (witness: PolicyWitness, why: string) => void;
  readonly onAlarm: (witness: PolicyWitness, kind: AlarmKind, why: string) => void;
  /** Monotonic, ms. */
  readonly now: () => number;
}

export class WitnessLine {
  readonly #witness: PolicyWitness & { readonly url: string };
  readonly #deps: LineDeps;
  /** What the witness has cosigned last, as far as this node knows. */
  #size: number;
  /** Whether it has said so itself. */
  #isTold = false;
  #cosigned = 0;
  #failures = 0;
  #notBefore = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | null = null;

  /** @param size that the witness is known to have cosigned; 0: nothing is known */
  constructor(witness: PolicyWitness & { readonly url: string }, size: number, deps: LineDeps) {
    this.#witness = witness;
    this.#size = size;
    this.#deps = deps;
  }

  get name(): string {
    return this.#witness.name;
  }

  /** Whether its last answer was a cosignature, or it has not been asked yet. */
  get answers(): boolean {
    return this.#failures === 0;
  }

  /** Whether a head of this size should go to it now. */
  wants(size: number): boolean {
    return size > this.#cosigned && this.#asking === null && this.#deps.now() >= this.#notBefore;
  }

  /** Does not reject: what went wrong is told, and tried again later. */
  push(head: SignedHead): Promise<void> {
    this.#asking ??= this.#push(head)
      .catch((error: Error & { code?: string }) => this.#fail(error.code ?? error.message))
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  async #push(first: SignedHead): Promise<void> {
    const { head: newest, newestSize, onAlarm, onCosigned, prove } = this.#deps;
    let head = first;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (this.#size > head.size) {
        // Another node may have had a larger head cosigned: then the database has it too.
        head = (await newest()) ?? head;
        if (this.#size > head.size && !this.#isTold) {
          this.#size = 0;
        } else if (this.#size > head.size) {
          // It was shown a head that is published later, by a node whose LOG_HEAD_EVERY_S is less.
          if (this.#size <= (await newestSize())) return this.#pause();
          const why = `it has cosigned a log of size ${this.#size}, and this one has ${head.size}`;
          onAlarm(this.#witness, 'ahead', why);
          return this.#pause();
        }
      }
      const oldSize = this.#size;
      const proof = oldSize === 0 || oldSize === head.size ? [] : await prove(oldSize, head.size);
      const answer = await askWitness({ witness: this.#witness, oldSize, proof, note: head.note });
      if (answer.kind === 'elsewhere') {
        this.#size = answer.size;
        this.#isTold = true;
        continue;
      }
      if (answer.kind === 'cosigned') {
        this.#size = head.size;
        this.#cosigned = head.size;
        this.#failures = 0;
        return onCosigned(this.#witness, head, answer.cosignature.line);
      }
      if (answer.kind === 'trouble') return this.#fail(answer.why);
      onAlarm(this.#witness, 'forked', answer.why);
      return this.#pause();
    }
    this.#fail('it names another size each time that it is asked');
  }

  #fail(why: string): void {
    this.#pause();
    this.#deps.onTrouble(this.#witness, why);
  }

  #pause(): void {
    this.#failures += 1;
    const pause = Math.min(FIRST_PAUSE * 2 ** (this.#failures - 1), LONGEST_PAUSE);
    this.#notBefore = this.#deps.now() + pause;
  }
}
