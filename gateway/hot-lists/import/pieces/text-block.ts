/** What a list's text is read as: blocks of lines, some of which are known from its last version. */
import type { Encoding } from './decode-lines.ts';
import type { OpenedPieces } from './opened-pieces.ts';
import type { KnownText, PieceMemory } from './piece-memory.ts';
import type { Digested } from './piece-records.ts';

/** The last version: what is in it is not read again. */
export interface LastVersion {
  readonly memory: PieceMemory;
  readonly opened: OpenedPieces;
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
  readonly piece: Digested | null;
  readonly known: KnownText | null;
}
