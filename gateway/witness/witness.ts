/** A witness of logs: what it has seen, and what it signs. One request at a time is judged, kept and cosigned. */
import { hash } from 'node:crypto';
import type { Cosigner } from '../audit/cosignature.ts';
import { splitNote } from '../audit/signed-note.ts';
import { judgeCheckpoint, type KnownLogs, type Verdict } from './judge-checkpoint.ts';
import type { AddCheckpoint } from './parse-request.ts';
import type { StateFile } from './state-file.ts';

/** Requests that wait while others are kept on the disk. */
const MOST_WAITING = 256;

/** More ask at once than can be served soon. */
export class TooManyError extends Error {}

/** What a witness answers: its cosignature, or why there is none. */
export type Answer =
  | { readonly status: 200; readonly cosignature: string }
  | Exclude<Verdict, { readonly status: 200 }>;

export interface WitnessOptions {
  readonly logs: KnownLogs;
  readonly state: StateFile;
  readonly cosigner: Cosigner;
  /** Ms since the epoch. */
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

  /** @throws TooManyError; and what `StateFile.keep` throws: then nothing was signed */
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
    // A clock that is set back takes nothing back: what is said of a time holds of every later one.
    const time = Math.max(Math.floor(now() / 1000), state.seen(origin)?.time ?? 0);
    await state.keep(origin, { ...verdict.head, time });
    return { status: 200, cosignature: this.#options.cosigner.cosign(request.text, time) };
  }

  /**
   * The newest checkpoint that was cosigned, with both signatures: the same that the log was given, since it is made from
   * the same text, key and time.
   * @param originHash SHA-256 of the log's origin, hexadecimal; null where nothing of such a log was cosigned
   */
  checkpoint(originHash: string): string | null {
    const { cosigner, state } = this.#options;
    const head = state.seen(this.#origins.get(originHash) ?? '');
    return head === null ? null : `${head.note}${cosigner.cosign(splitNote(head.note).text, head.time)}`;
  }
}
