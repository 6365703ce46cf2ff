/** Tells which pieces of a list came before, cuts the others into blocks, and tells which of these did. */
import { type Hash, hash } from 'node:crypto';
import { cutBlock } from './cut-block.ts';
import { countLines, LF, LineDecoder } from './decode-lines.ts';
import type { KnownText, PieceMemory } from './piece-memory.ts';
import type { Digested } from './piece-records.ts';
import type { LastVersion, TextBlock } from './text-block.ts';

export interface TextOptions {
  readonly last: LastVersion | null;
  /** The head says how the other lines are read: under another one nothing is known. */
  readonly headed: boolean;
  /** Takes in the head and the digest of each piece: two files that differ give another hash. */
  readonly content: Hash | null;
}

/** So much of a file is gone through before the database is asked for the pieces that do not come again. */
const AT_ONCE = 8 * 2 ** 20;

/** A piece, or a block of one, that is not known. */
interface Unread extends Digested {
  readonly bytes: Buffer;
}
/** Known pieces, or known blocks of a piece, from one to before another: less to hand on. */
interface Run {
  readonly from: number;
  end: number;
}

export class PieceReader {
  readonly #options: TextOptions;
  readonly #decoder = new LineDecoder();
  #line = 1;
  #inHead = true;
  #head: TextBlock[] = [];
  #held: (Unread | Run)[] = [];
  /** Bytes of these. */
  #length = 0;
  /** Piece of the last version that would come next if nothing had changed. */
  #next = 0;
  readonly #lineOf = () => this.line;

  constructor(options: TextOptions) {
    this.#options = options;
  }

  get inHead(): boolean {
    return this.#inHead;
  }

  /** Whether there is a last version that is read alike; after the head. */
  get #hasMemory(): boolean {
    return !this.#inHead && this.#options.last?.memory.isUseful === true;
  }

  /** Number of the next line. */
  get line(): number {
    let line = this.#line;
    for (const part of this.#held) {
      line += 'bytes' in part ? countLines(part.bytes) : this.#pieces(part).lines;
    }
    return line;
  }

  readHead(bytes: Buffer): void {
    const { last, content, headed } = this.#options;
    content?.update(bytes);
    if (headed) last?.memory.addHead(bytes);
    const encoding = this.#decoder.encodingOf(bytes, this.#lineOf);
    const block = this.#read({ bytes, digest: '', encoding }, null);
    this.#head.push(block);
    this.#inHead = block.lines.every((line) => line.trim() === '');
  }

  hold(bytes: Buffer, digest: string): void {
    const { last, content } = this.#options;
    content?.update(digest, 'binary');
    const encoding = this.#decoder.encodingOf(bytes, this.#lineOf);
    append(this.#held, { bytes, digest, encoding }, last?.memory.recall({ digest, encoding }) ?? -1);
    this.#length += bytes.length;
  }

  /** Whether it is time for `taken`. */
  get isFull(): boolean {
    return this.#length >= (this.#hasMemory ? AT_ONCE : 1);
  }

  /** The blocks of what was read. They are to be gone through before more is read. */
  async handOver(): Promise<Iterable<TextBlock>> {
    const { last } = this.#options;
    await last?.opened.open(this.#changed(last.memory));
    const parts = this.#held.map((part) =>
      'bytes' in part ? { piece: part, blocks: this.#cut(part) } : part,
    );
    this.#held = [];
    this.#length = 0;
    return this.#blocksOf(parts);
  }

  /** Between what is known stand pieces that changed, most likely in the place of those that stood there before. */
  #changed(memory: PieceMemory): number[] {
    const numbers: number[] = [];
    let unread = 0;
    const open = () => {
      const opened = unread === 0 ? [] : memory.open(this.#next, unread + 1);
      this.#next += opened.length;
      numbers.push(...opened);
      unread = 0;
    };
    for (const part of this.#held) {
      if ('bytes' in part) unread += 1;
      else {
        open();
        this.#next = part.end;
      }
    }
    open();
    return numbers;
  }

  #cut({ bytes, encoding }: Unread): (Unread | Run)[] {
    const { last } = this.#options;
    const blocks: (Unread | Run)[] = [];
    for (let from = 0; from < bytes.length; ) {
      const end = cutBlock(bytes, from);
      const block = bytes.subarray(from, end === -1 ? bytes.length : end);
      const text = {
        bytes: block,
        digest: last === null ? '' : hash('sha256', block, 'binary'),
        encoding: encoding === 'ascii' ? encoding : this.#decoder.encodingOf(block, this.#lineOf),
      };
      append(blocks, text, last?.opened.recall(text) ?? -1);
      from += block.length;
    }
    return blocks;
  }

  *#blocksOf(held: (CutPiece | Run)[]): Generator<TextBlock> {
    const { last } = this.#options;
    yield* this.#head.splice(0);
    for (const part of held) {
      if ('end' in part) {
        yield this.#pass(this.#pieces(part), null);
        continue;
      }
      const { piece, blocks } = part;
      for (const block of blocks) {
        if ('bytes' in block) yield this.#read(block, piece);
        else yield this.#pass((last as LastVersion).opened.textOf(block.from, block.end), piece);
      }
    }
  }

  #read({ bytes, digest, encoding }: Unread, piece: Digested | null): TextBlock {
    const ended = bytes[bytes.length - 1] === LF ? bytes.subarray(0, -1) : bytes;
    const first = this.#line;
    const lines = this.#decoder.decode(ended, encoding, first);
    this.#line += lines.length;
    return { first, lines, encoding, digest: digest === '' ? null : digest, piece, known: null };
  }

  #pass(known: KnownText, piece: Digested | null): TextBlock {
    const first = this.#line;
    this.#line += known.lines;
    return { first, lines: [], encoding: 'ascii', digest: null, piece, known };
  }

  #pieces({ from, end }: Run): KnownText {
    return (this.#options.last as LastVersion).memory.textOf(from, end);
  }
}

/** A piece that is not known, cut into blocks. */
interface CutPiece {
  readonly piece: Digested;
  readonly blocks: readonly (Unread | Run)[];
}

/** @param known place in the last version; -1: nowhere */
function append(parts: (Unread | Run)[], text: Unread, known: number): void {
  const before = parts.at(-1);
  if (known < 0) parts.push(text);
  else if (before !== undefined && 'end' in before && before.end === known) before.end += 1;
  else parts.push({ from: known, end: known + 1 });
}
