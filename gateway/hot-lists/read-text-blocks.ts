/** Splits the bytes of a list into blocks of lines, in constant memory; what is remembered is not looked into. */
import { type Hash, hash } from 'node:crypto';
import type { BlockMemory, KnownText } from './block-memory.ts';
import { cutBlock } from './cut-block.ts';
import { type Encoding, LF, LineDecoder, LONGEST_LINE, refuseLength } from './decode-lines.ts';
import { PieceCutter } from './piece-cutter.ts';

/** A part of the file that is cut into blocks only where it is not known as a whole. */
export interface TextPiece {
  /** SHA-256, a byte a character. */
  readonly digest: string;
  readonly encoding: Encoding;
}

/** Consecutive lines: a block, or known pieces. */
export interface TextBlock {
  /** Number of the first one, from 1. */
  readonly first: number;
  /** None where they are known. */
  readonly lines: readonly string[];
  readonly encoding: Encoding;
  /** Null: not to be remembered. */
  readonly digest: string | null;
  /** Null: the head of the file, or known pieces. */
  readonly piece: TextPiece | null;
  readonly known: KnownText | null;
}

export interface TextOptions {
  readonly memory: BlockMemory | null;
  /** The head says how the other lines are read: under another one nothing is known. */
  readonly headed: boolean;
  /** Takes in the head and the digest of each piece: two files that differ give another hash. */
  readonly content: Hash | null;
}

/**
 * The head, up to the first line that is not blank, is never remembered: readers learn from it. Blocks come in batches, since a turn of an async generator costs about as much as a block.
 * @throws GatewayError `malformed` with the line, for a line beyond the bound, control characters, mixed encodings
 */
export async function* readTextBlocks(
  chunks: AsyncIterable<Buffer>,
  options: TextOptions,
): AsyncGenerator<Iterable<TextBlock>> {
  const cutter = new PieceCutter();
  const reader = new PieceReader(options);
  for await (const chunk of chunks) {
    cutter.push(chunk);
    for (let piece = cutter.next(reader.inHead); piece !== null; piece = cutter.next(reader.inHead)) {
      reader.read(piece);
    }
    yield reader.taken();
    const { rest } = cutter;
    if (rest.length - rest.lastIndexOf(LF) > LONGEST_LINE + 1) {
      throw refuseLength(reader.line + countLines(rest));
    }
  }
  if (cutter.rest.length > 0) reader.read(cutter.rest);
  yield reader.taken();
}

class PieceReader {
  readonly #options: TextOptions;
  readonly #decoder = new LineDecoder();
  #line = 1;
  #inHead = true;
  #blocks: TextBlock[] = [];
  /** Known pieces, from one to before another, that are one block together: less to hand on. */
  #run: readonly [from: number, end: number] | null = null;
  readonly #lineOf = () => {
    this.#endRun();
    return this.#line;
  };

  constructor(options: TextOptions) {
    this.#options = options;
  }

  get inHead(): boolean {
    return this.#inHead;
  }

  /** Number of the next line, once the blocks were taken. */
  get line(): number {
    return this.#line;
  }

  /** The blocks of what was read. */
  taken(): TextBlock[] {
    this.#endRun();
    const blocks = this.#blocks;
    this.#blocks = [];
    return blocks;
  }

  /** The head, for as long as it lasts; then pieces. */
  read(bytes: Buffer): void {
    if (this.#inHead) this.#readHead(bytes);
    else this.#readPiece(bytes);
  }

  #readPiece(bytes: Buffer): void {
    const { memory, content } = this.#options;
    const digest = hash('sha256', bytes, 'binary');
    content?.update(digest, 'binary');
    const encoding = this.#decoder.encodingOf(bytes, this.#lineOf);
    const known = memory?.recallPiece(digest, encoding) ?? -1;
    if (known >= 0) {
      if (this.#run?.[1] !== known) this.#endRun();
      this.#run = [this.#run?.[0] ?? known, known + 1];
      return;
    }
    this.#endRun();
    const piece = { digest, encoding };
    for (let from = 0; from < bytes.length; ) {
      const end = cutBlock(bytes, from);
      const block = bytes.subarray(from, end === -1 ? bytes.length : end);
      this.#readBlock(block, piece);
      from += block.length;
    }
  }

  #readHead(bytes: Buffer): void {
    const { memory, content, headed } = this.#options;
    content?.update(bytes);
    if (headed) memory?.addHead(bytes);
    const lines = this.#readBlock(bytes, null);
    this.#inHead = lines.every((line) => line.trim() === '');
  }

  #readBlock(bytes: Buffer, piece: TextPiece | null): readonly string[] {
    const { memory } = this.#options;
    const encoding = this.#decoder.encodingOf(bytes, this.#lineOf);
    const digest = piece === null || memory === null ? null : hash('sha256', bytes, 'binary');
    const known = digest === null ? null : (memory?.recallBlock(digest, encoding) ?? null);
    const ended = bytes[bytes.length - 1] === LF ? bytes.subarray(0, -1) : bytes;
    const lines = known === null ? this.#decoder.decode(ended, encoding, this.#line) : [];
    this.#blocks.push({ first: this.#line, lines, encoding, digest, piece, known });
    this.#line += known?.lines ?? lines.length;
    return lines;
  }

  #endRun(): void {
    const { memory } = this.#options;
    if (this.#run === null || memory === null) return;
    const known = memory.wholePieces(...this.#run);
    this.#run = null;
    this.#blocks.push({ first: this.#line, lines: [], encoding: 'ascii', digest: null, piece: null, known });
    this.#line += known.lines;
  }
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
