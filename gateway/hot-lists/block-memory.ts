/**
 * What is remembered of the version in force: a digest of each block of its lines, so that the next version is judged
 * and compared only where it differs. INVARIANT: a block of which a row was dropped, refused or set aside is not
 * remembered. Of what may not be stored nothing is, not even a digest; what was set aside is named anew each time.
 */
import { createHash, type Hash, hash } from 'node:crypto';
import type { Encoding } from './decode-lines.ts';

/** A block of which every row became an entry. */
export interface KnownBlock {
  readonly number: number;
  readonly lines: number;
  readonly taken: number;
  readonly restricted: number;
}

/** Bytes of a digest. */
const DIGEST = 16;
/** Bytes of a remembered block, as `recallBlocks` packs it: digest, number, lines, taken, restricted. */
const RECORD = DIGEST + 16;
/** Raise it when a layout reads the same bytes in another way: then nothing that was remembered is found. */
const READING = 1;
const ENCODINGS: readonly Encoding[] = ['ascii', 'utf8', 'latin1'];
const KEY = 32;

export class BlockMemory {
  readonly #records: Buffer;
  /** Place of a record by its digest; records of equal blocks are chained. */
  readonly #places = new Map<string, number>();
  readonly #next: Int32Array;
  readonly #seen: Uint8Array;
  readonly #context: Hash;
  /** The key, the encoding, and the block: one call of the hash function instead of four. */
  #message = Buffer.alloc(64 * 1024);
  #keyed = false;

  /** @param context everything beside its bytes that decides what becomes of a row */
  constructor(context: readonly string[], records: Buffer) {
    this.#context = createHash('sha256').update(JSON.stringify([READING, ...context]));
    this.#records = records;
    const count = records.length / RECORD;
    this.#next = new Int32Array(count);
    this.#seen = new Uint8Array(count);
    for (let place = 0; place < count; place += 1) {
      const digest = records.toString('hex', place * RECORD, place * RECORD + DIGEST);
      this.#next[place] = this.#places.get(digest) ?? -1;
      this.#places.set(digest, place);
    }
  }

  /** Lines that say how the others are to be read; before the first block. */
  addHead(bytes: Buffer): void {
    this.#context.update(bytes);
  }

  /** Hex. */
  digestOf(block: Buffer, encoding: Encoding): string {
    const length = KEY + 1 + block.length;
    if (length > this.#message.length) {
      this.#message = Buffer.alloc(length);
      this.#keyed = false;
    }
    if (!this.#keyed) this.#context.copy().digest().copy(this.#message);
    this.#keyed = true;
    this.#message[KEY] = ENCODINGS.indexOf(encoding);
    block.copy(this.#message, KEY + 1);
    return hash('sha256', this.#message.subarray(0, length), 'hex').slice(0, DIGEST * 2);
  }

  /** A block of this digest that was not asked for yet: one that stands in a file twice is remembered twice. */
  recall(digest: string): KnownBlock | null {
    const place = this.#places.get(digest) ?? -1;
    if (place === -1) return null;
    this.#places.set(digest, this.#next[place] as number);
    this.#seen[place] = 1;
    return this.#blockAt(place);
  }

  /** Numbers of the blocks that were remembered and not recalled. */
  gone(): number[] {
    const numbers: number[] = [];
    for (const [place, seen] of this.#seen.entries()) {
      if (seen === 0) numbers.push(this.#blockAt(place).number);
    }
    return numbers;
  }

  #blockAt(place: number): KnownBlock {
    const at = place * RECORD + DIGEST;
    const [number, lines] = [this.#records.readInt32BE(at), this.#records.readInt32BE(at + 4)];
    return {
      number,
      lines,
      taken: this.#records.readInt32BE(at + 8),
      restricted: this.#records.readInt32BE(at + 12),
    };
  }
}
