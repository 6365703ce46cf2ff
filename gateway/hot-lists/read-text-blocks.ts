/** Splits the bytes of a list into blocks of lines, in constant memory; blocks that are remembered are not looked into. */
import type { BlockMemory, KnownBlock } from './block-memory.ts';
import { cutBlock, cutHead } from './cut-block.ts';
import { LF, LineDecoder, LONGEST_LINE, refuseLength } from './decode-lines.ts';

/** Consecutive lines. */
export interface TextBlock {
  /** Number of the first one, from 1. */
  readonly first: number;
  /** None where the block is known. */
  readonly lines: readonly string[];
  /** Null: not to be remembered. */
  readonly digest: string | null;
  readonly known: KnownBlock | null;
}

/**
 * The head, up to the first line that is not blank, is never remembered: readers learn from it. Blocks come in batches, since a turn of an async generator costs about as much as a block.
 * @param headed the head says how the other lines are read: under another one nothing is known
 * @throws GatewayError `malformed` with the line, for a line beyond the bound, control characters, mixed encodings
 */
export async function* readTextBlocks(
  chunks: AsyncIterable<Buffer>,
  memory: BlockMemory | null,
  headed: boolean,
): AsyncGenerator<readonly TextBlock[]> {
  const decoder = new LineDecoder();
  let first = 1;
  let inHead = true;
  const take = (bytes: Buffer): TextBlock => {
    const block = readBlock(bytes, first, decoder, inHead ? null : memory);
    if (inHead) {
      if (headed) memory?.addHead(bytes);
      inHead = block.lines.every((line) => line.trim() === '');
    }
    first += block.known?.lines ?? block.lines.length;
    return block;
  };
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const blocks: TextBlock[] = [];
    for (;;) {
      const end = inHead ? cutHead(rest) : cutBlock(rest, 0);
      if (end === -1) break;
      blocks.push(take(rest.subarray(0, end)));
      rest = rest.subarray(end);
    }
    if (rest.length - rest.lastIndexOf(LF) > LONGEST_LINE + 1) throw refuseLength(first + countLines(rest));
    if (blocks.length > 0) yield blocks;
  }
  if (rest.length > 0) yield [take(rest)];
}

function readBlock(
  bytes: Buffer,
  first: number,
  decoder: LineDecoder,
  memory: BlockMemory | null,
): TextBlock {
  const ended = bytes[bytes.length - 1] === LF ? bytes.subarray(0, -1) : bytes;
  const encoding = decoder.encodingOf(ended, first);
  const digest = memory?.digestOf(bytes, encoding) ?? null;
  const known = digest === null ? null : (memory?.recall(digest) ?? null);
  return { first, lines: known === null ? decoder.decode(ended, encoding, first) : [], digest, known };
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) count += 1;
  return count;
}
