/**
 * Cuts the bytes of a list, which come in chunks of any size, into pieces; without copying more than where chunks meet.
 */
import { cutHead, cutPiece } from './cut-block.ts';

/** More than most pieces are long. */
const JOINED = 16 * 1024;
const NONE = Buffer.alloc(0);

export class PieceCutter {
  /** What is being cut, and from where. */
  #bytes: Buffer = NONE;
  #from = 0;
  #chunk: Buffer = NONE;
  /** How many of `bytes` were there before the chunk. */
  #carried = 0;

  /** After `next` has resolved to null. */
  push(chunk: Buffer): void {
    this.#join(this.rest, chunk, JOINED);
  }

  /** The next piece, or the head of the file; null where more bytes are needed to tell where it ends. */
  next(isHead: boolean): Buffer | null {
    const cut = isHead ? cutHead : cutPiece;
    if (this.#carried > 0 && this.#from >= this.#carried) {
      this.#from -= this.#carried;
      this.#bytes = this.#chunk;
      this.#carried = 0;
    }
    let end = cut(this.#bytes, this.#from);
    if (end === -1 && this.#carried > 0 && this.#chunk.length > JOINED) {
      this.#join(this.#bytes.subarray(this.#from, this.#carried), this.#chunk, this.#chunk.length);
      end = cut(this.#bytes, this.#from);
    }
    if (end === -1) return null;
    const piece = this.#bytes.subarray(this.#from, end);
    this.#from = end;
    return piece;
  }

  /** What no piece has yet. */
  get rest(): Buffer {
    return this.#bytes.subarray(this.#from);
  }

  #join(rest: Buffer, chunk: Buffer, most: number): void {
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk.subarray(0, most)]);
    this.#carried = rest.length;
    this.#chunk = chunk;
    this.#from = 0;
  }
}
