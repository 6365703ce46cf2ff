/**
 * Keeps the keys that sign envelopes, and rotates them: published → (`publishAhead` later) signs → (next key
 * signs) retired → (`overlap` later) gone. A key that was exposed is not rotated: move the file away, and
 * `log adopt` makes another one.
 */
import { join } from 'node:path';
import jose from 'node-jose';
import { GatewayError } from '../../../faults/errors.ts';
import type { EcPublicJwk } from '../check-public-key.ts';
import {
  addSigningKey,
  ENVELOPE_KEY_FILE,
  type LoadedKeys,
  readEnvelopeKeys,
  type SigningKey,
  writeEnvelopeKeys,
} from './envelope-key-file.ts';

/** Seconds for which others may keep the published key set. */
export const JWKS_MAX_AGE = 300;

/** The times of a rotation, both in milliseconds. */
export interface RotationTiming {
  /** The time between a key's publication and its first signature. Not shorter than `JWKS_MAX_AGE`. */
  readonly publishAhead: number;
  /** The time that a retired key stays published: what it signed can be verified until then. */
  readonly overlap: number;
}

const GONE =
  `\`${ENVELOPE_KEY_FILE}\` is gone from DATA_DIR/secrets: bring it from a node that runs on this log, or from its ` +
  'backup; if it is lost, `npm run gateway -- log adopt --help`';

export class EnvelopeKeys {
  readonly #directory: string;
  readonly #timing: RotationTiming;
  #loaded: LoadedKeys;
  #fault: string | null = null;
  #behindSince: number | null = null;

  private constructor(directory: string, timing: RotationTiming, loaded: LoadedKeys) {
    this.#directory = directory;
    this.#timing = timing;
    this.#loaded = loaded;
  }

  /**
   * Reads the keys of the directory, or makes the first one, which signs at once: only for a log that has published
   * none, or whose owner says that they are lost.
   *
   * @param directory private to the gateway; several nodes share it
   * @param now ms
   * @throws GatewayError `unavailable` if the key file is unfit
   * @throws RangeError if the timing would let a key sign that others cannot know
   */
  static async open(directory: string, timing: RotationTiming, now: number): Promise<EnvelopeKeys> {
    if (!(timing.publishAhead >= JWKS_MAX_AGE * 1000) || !(timing.overlap >= JWKS_MAX_AGE * 1000)) {
      throw new RangeError(`\`publishAhead\` and \`overlap\` must be at least ${JWKS_MAX_AGE} s`);
    }
    const loaded = (await readEnvelopeKeys(directory)) ?? (await makeFirst(directory, now));
    return new EnvelopeKeys(directory, timing, loaded);
  }

  /**
   * Returns the key that signs at `now`: the newest whose time has come or, if the clock went back, the
   * oldest. While the file lacks the newest published key, none begins to sign: no other node might know it.
   */
  current(now: number): SigningKey {
    const { keys } = this.#loaded;
    const at = Math.min(now, this.#behindSince ?? now);
    return keys.findLast((key) => key.signsFrom <= at) ?? (keys[0] as SigningKey);
  }

  /** Returns the names of all keys of the file, oldest first. */
  get kids(): readonly string[] {
    return this.#loaded.keys.map(({ kid }) => kid);
  }

  /** Returns what is wrong with the file here, and what to bring; null if nothing is. */
  get fault(): string | null {
    return this.#fault;
  }

  /** Tells readiness. @throws Error with the fault */
  check(): void {
    if (this.#fault !== null) throw new Error(this.#fault);
  }

  /**
   * Compares the file with what the nodes of this log have published.
   * @param newest name of the key that was published last
   * @returns true if it is here
   */
  keepUp(newest: string, now: number): boolean {
    const here = this.kids.includes(newest);
    this.#behindSince = here ? null : (this.#behindSince ?? now);
    const path = join(this.#directory, ENVELOPE_KEY_FILE);
    this.#fault = here
      ? null
      : `\`${path}\` lacks the newest envelope key, which another node has published (\`${newest}\`): that node's ` +
        'answers do not verify by the key set of this one. Let the nodes share DATA_DIR/secrets, or bring the file from ' +
        'DATA_DIR/secrets of that node';
    return here;
  }

  /** Returns the key that was made last; it may still wait to sign. */
  get newest(): SigningKey {
    return this.#loaded.keys.at(-1) as SigningKey;
  }

  /** Returns the key set to publish (RFC 7517 §5): next, current, and retired keys within the overlap. */
  publicJwks(now: number): { readonly keys: readonly EcPublicJwk[] } {
    return { keys: this.#published(now).map((key) => key.publicJwk) };
  }

  /**
   * Publishes a new key and drops what is past its overlap. One node at a time may call it (a job that runs
   * once); the others take it over by `reload`, at least every `publishAhead` less `JWKS_MAX_AGE`.
   * @param record tells the other nodes its name, before it is in the file; if it throws there is no new key
   * @returns the new key; it signs from its `signsFrom` on
   * @throws GatewayError `conflict` while a published key still waits to sign
   */
  async rotate(now: number, record: (kid: string) => Promise<void>): Promise<SigningKey> {
    await this.reload();
    const waiting = this.#loaded.keys.find((key) => key.signsFrom > now);
    if (waiting !== undefined) {
      const from = new Date(waiting.signsFrom).toISOString();
      throw new GatewayError('conflict', `a new key is already published, and signs from \`${from}\``);
    }
    const kept = this.#published(now);
    const { store } = this.#loaded;
    for (const key of this.#loaded.keys) if (!kept.includes(key)) store.remove(store.get(key.kid));
    const added = await addSigningKey(store, now + this.#timing.publishAhead);
    const loaded = { store, keys: [...kept, added] };
    await record(added.kid);
    await writeEnvelopeKeys(this.#directory, loaded, false);
    this.#loaded = loaded;
    return added;
  }

  /**
   * Takes over what another node has rotated.
   *
   * @throws GatewayError `unavailable` if the file is gone or unfit; the keys in memory stay as they are
   */
  async reload(): Promise<void> {
    try {
      const loaded = await readEnvelopeKeys(this.#directory);
      if (loaded === undefined) throw new GatewayError('unavailable', GONE);
      this.#loaded = loaded;
      this.#fault = null;
    } catch (error) {
      this.#fault = (error as Error).message;
      throw error;
    }
  }

  #published(now: number): SigningKey[] {
    const { keys } = this.#loaded;
    return keys.filter((_, index) => {
      const next = keys[index + 1];
      return next === undefined || now < next.signsFrom + this.#timing.overlap;
    });
  }
}

async function makeFirst(directory: string, now: number): Promise<LoadedKeys> {
  const store = jose.JWK.createKeyStore();
  const loaded = { store, keys: [await addSigningKey(store, now)] };
  if (await writeEnvelopeKeys(directory, loaded, true)) return loaded;
  const others = await readEnvelopeKeys(directory);
  if (others === undefined)
    throw new GatewayError('unavailable', 'the envelope key file vanished: try again');
  return others;
}
