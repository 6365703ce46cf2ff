/** Splits the bytes of a list into blocks of lines, in constant memory; what is remembered is not looked into. */
import { hash } from 'node:crypto';
import { countLines, LF, LONGEST_LINE, refuseLength } from './pieces/decode-lines.ts';
import { PieceCutter } from './pieces/piece-cutter.ts';
import { PieceReader, type TextOptions } from './pieces/piece-reader.ts';
import type { TextBlock } from './pieces/text-block.ts';

/**
 * The head, up to the first line that is not blank, is never remembered: readers learn from it. Blocks come in batches,
 * since a turn of an async generator costs about as much as a block.
 * @throws GatewayError `malformed` with the line, for a line beyond the bound, control characters, mixed encodings
 */
export async function* readTextBlocks(
  chunks: AsyncIterable<Buffer>,
  options: TextOptions,
): AsyncGenerator<Iterable<TextBlock>> {
  const cutter = new PieceCutter();
  const reader = new PieceReader(options);
  const read = (piece: Buffer) => {
    if (reader.inHead) reader.readHead(piece);
    else reader.hold(piece, hash('sha256', piece, 'binary'));
  };
  for await (const chunk of chunks) {
    cutter.push(chunk);
    for (let piece = cutter.next(reader.inHead); piece !== null; piece = cutter.next(reader.inHead))
      read(piece);
    const { rest } = cutter;
    if (rest.length - rest.lastIndexOf(LF) > LONGEST_LINE + 1) {
      throw refuseLength(reader.line + countLines(rest));
    }
    if (reader.isFull) yield await reader.handOver();
  }
  if (cutter.rest.length > 0) read(cutter.rest);
  yield await reader.handOver();
}
