/** Talks with one witness: one question at a time, from the size that it has, and again after a pause. */
import type { StoredCheckpoint } from '../audit/log-store.ts';
import { ageOf, type Clock, LONG_AGO, momentOn } from '../faults/age.ts';
import { askWitness } from './ask-witness.ts';
import { type AlarmKind, findContradiction, type OwnLog } from './find-contradiction.ts';
import type { PolicyWitness } from './policy.ts';

/** Milliseconds of pause after a failure; doubled with each. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 5_000;
/** The most attempts: the size may have to be learned, and another node may have asked meanwhile. */
const ATTEMPTS = 4;

/** A head that this node accepts, signed. */
export interface SignedHead extends StoredCheckpoint {
  readonly note: string;
}

export interface LineDeps extends OwnLog {
  /** Returns the published head, accepted and signed. @throws Error if this node accepts none */
  readonly head: () => Promise<SignedHead | null>;
  readonly onCosigned: (witness: PolicyWitness, head: SignedHead, line: string) => void;
  readonly onTrouble: (witness: PolicyWitness, why: string) => void;
  readonly onAlarm: (witness: PolicyWitness, kind: AlarmKind, why: string) => void;
  readonly clock: Clock;
}

export class WitnessLine {
  readonly #witness: PolicyWitness & { readonly url: string };
  readonly #deps: LineDeps;
  /** The size that the witness has cosigned last, as far as this node knows. */
  #size: number;
  #cosigned = 0;
  #failures = 0;
  #pausedAt = LONG_AGO;
  /** Milliseconds. */
  #pauseFor = 0;
  #asking: Promise<void> | null = null;

  /** Begins a conversation. @param size that the witness is known to have cosigned; 0: none is known */
  constructor(witness: PolicyWitness & { readonly url: string }, size: number, deps: LineDeps) {
    this.#witness = witness;
    this.#size = size;
    this.#deps = deps;
  }

  get name(): string {
    return this.#witness.name;
  }

  /** True if its last answer was a cosignature, or it has not been asked yet. */
  get answers(): boolean {
    return this.#failures === 0;
  }

  /** True if a head of this size should go to it now. */
  wants(size: number): boolean {
    const isPausing = ageOf(this.#pausedAt, this.#deps.clock) < this.#pauseFor;
    return size > this.#cosigned && this.#asking === null && !isPausing;
  }

  /** Pushes a head. Does not reject: a failure is reported, and tried again later. */
  push(head: SignedHead): Promise<void> {
    this.#asking ??= this.#push(head)
      .catch((error: Error & { code?: string }) => this.#fail(error.code ?? error.message))
      .finally(() => {
        this.#asking = null;
      });
    return this.#asking;
  }

  async #push(first: SignedHead): Promise<void> {
    const { head: published, newest, onCosigned, prove } = this.#deps;
    let head = first;
    let oldSize = this.#size;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (oldSize > head.size) {
        // Another node may have had a larger head cosigned: then the database has it too.
        head = (await published()) ?? head;
        if (oldSize > head.size && attempt > 0) {
          // A node with a smaller LOG_HEAD_EVERY_S has shown it a head that is published here later.
          if (oldSize <= ((await newest())?.size ?? 0)) return this.#pause();
          return this.#doubt(
            `it says that it has cosigned a log of size ${oldSize}, and this one has ${head.size}`,
          );
        }
        // The size from an earlier run is a guess: the witness says from which size it is to be asked.
        if (oldSize > head.size) oldSize = 0;
      }
      const proof = oldSize === 0 || oldSize === head.size ? [] : await prove(oldSize, head.size);
      const answer = await askWitness({ witness: this.#witness, oldSize, proof, note: head.note });
      if (answer.kind === 'elsewhere') {
        oldSize = answer.size;
        continue;
      }
      if (answer.kind === 'cosigned') {
        this.#size = head.size;
        this.#cosigned = head.size;
        this.#failures = 0;
        return onCosigned(this.#witness, head, answer.cosignature.line);
      }
      return answer.kind === 'refused' ? this.#doubt(answer.why) : this.#fail(answer.why);
    }
    this.#fail('it names another size each time that it is asked');
  }

  /** Seeks evidence for a claim. Without any, the witness is asked again: a lie costs a pause. */
  async #doubt(claim: string): Promise<void> {
    const found = await findContradiction(this.#witness, this.#deps);
    if (found === null) {
      return this.#fail(
        `${claim}; it shows no checkpoint, signed by this log and by itself, that contradicts this log`,
      );
    }
    this.#deps.onAlarm(this.#witness, found.kind, found.why);
    this.#pause();
  }

  #fail(why: string): void {
    this.#pause();
    this.#deps.onTrouble(this.#witness, why);
  }

  #pause(): void {
    this.#failures += 1;
    this.#pauseFor = Math.min(FIRST_PAUSE * 2 ** (this.#failures - 1), LONGEST_PAUSE);
    this.#pausedAt = momentOn(this.#deps.clock);
  }
}
