/** Bytes that records are appended to. */
export class GrowingBytes {
  bytes: Buffer;
  #length = 0;

  constructor(length: number) {
    this.bytes = Buffer.alloc(length);
  }

  /** Room for so many more; where it begins. */
  reserve(length: number): number {
    const at = this.#length;
    this.#length += length;
    if (this.#length > this.bytes.length) {
      const grown = Buffer.alloc(2 * this.#length);
      this.bytes.copy(grown, 0, 0, at);
      this.bytes = grown;
    }
    return at;
  }

  written(): Buffer {
    return this.bytes.subarray(0, this.#length);
  }

  clear(): void {
    this.#length = 0;
  }
}
