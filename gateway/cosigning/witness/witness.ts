/** Witnesses logs: knows what it has seen, and judges, keeps and cosigns one request at a time. */
import { hash } from 'node:crypto';
import type { Cosigner } from '../../audit/cosignature.ts';
import { splitNote } from '../../audit/signed-note.ts';
import { judgeCheckpoint, type KnownLogs, type Verdict } from './judge-checkpoint.ts';
import type { AddCheckpoint } from './parse-request.ts';
import type { StateFile } from './state-file.ts';

/** The most requests that wait while others are kept on disk. */
const MOST_WAITING = 256;

/** Thrown when more ask at once than can be served soon. */
export class TooManyError extends Error {}

/** The answer of a witness: its cosignature, or the reason why there is none. */
export type Answer =
  | { readonly status: 200; readonly cosignature: string }
  | Exclude<Verdict, { readonly status: 200 }>;

export interface WitnessOptions {
  readonly logs: KnownLogs;
  readonly state: StateFile;
  readonly cosigner: Cosigner;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export class Witness {
  readonly #options: WitnessOptions;
  readonly #origins: ReadonlyMap<string, string>;
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: WitnessOptions) {
    this.#options = options;
    const all = [...options.logs.keys(), ...options.state.origins];
    this.#origins = new Map(all.map((origin) => [hash('sha256', origin, 'hex'), origin]));
  }

  /** Judges a request in turn. @throws TooManyError; and as `StateFile.keep`: then nothing was signed */
  async addCheckpoint(request: AddCheckpoint): Promise<Answer> {
    if (this.#waiting >= MOST_WAITING)
      throw new TooManyError('too many requests wait: ask again in a second');
    this.#waiting += 1;
    const turn = this.#last.then(() => this.#judge(request));
    this.#last = turn.catch(() => undefined);
    return turn.finally(() => {
      this.#waiting -= 1;
    });
  }

  async #judge(request: AddCheckpoint): Promise<Answer> {
    const { logs, now, state } = this.#options;
    const verdict = judgeCheckpoint(logs, (origin) => state.seen(origin), request);
    if (verdict.status !== 200) return verdict;
    const { origin } = request.checkpoint;
    // A clock set back must not reduce the time: what was said at one time holds for every later one.
    const time = Math.max(Math.floor(now() / 1000), state.seen(origin)?.time ?? 0);
    await state.keep(origin, { ...verdict.head, time });
    return { status: 200, cosignature: this.#options.cosigner.cosign(request.text, time) };
  }

  /**
   * Returns the newest checkpoint that was cosigned, with both signatures: the same text that the log got,
   * since it has the same head, key and time; null if nothing of such a log was cosigned.
   * @param originHash SHA-256 of the log's origin, hexadecimal
   */
  checkpoint(originHash: string): string | null {
    const { cosigner, state } = this.#options;
    const head = state.seen(this.#origins.get(originHash) ?? '');
    return head === null ? null : `${head.note}${cosigner.cosign(splitNote(head.note).text, head.time)}`;
  }
}
