/** What the next version of a list is compared with: the pieces of the last one, all entries, or nothing. */
import type pg from 'pg';
import type { CopyBuffer } from '../../database/copy-buffer.ts';
import type { HotList } from '../lists/hot-lists-store.ts';
import { NewListRows } from './new-list-rows.ts';
import { OpenedPieces } from './pieces/opened-pieces.ts';
import { PieceMemory } from './pieces/piece-memory.ts';
import { PieceNotes } from './pieces/piece-notes.ts';
import { deleteListMemory, findListMemory, replaceListMemory } from './pieces/pieces-store.ts';
import type { LastVersion } from './pieces/text-block.ts';
import type { Replaced } from './staged-entries-store.ts';

export interface Comparison {
  readonly last: LastVersion;
  /** Of this one. */
  readonly notes: PieceNotes;
  /** Null where the list has entries. */
  readonly newList: NewListRows | null;
  /** What the staged rows stand in the place of; once the file is read. */
  readonly replaced: () => Replaced;
  /** Keeps what the version after this one is compared with. */
  readonly remember: () => Promise<void>;
}

/** @param context what decides, beside its text, what becomes of a row: where it changed, no block is known */
export async function compareVersions(
  trx: pg.ClientBase,
  list: HotList,
  copies: CopyBuffer,
  context: readonly string[],
): Promise<Comparison> {
  const isNew = list.entries + list.restricted === 0;
  const isRemembered = list.version !== null && list.version === list.blocksOf;
  if (!isRemembered) await deleteListMemory(trx, list.id);
  const memory = new PieceMemory([list.id, ...context], await findListMemory(trx, list.id));
  const notes = new PieceNotes(list.id, memory.last, copies);
  return {
    last: { memory, opened: new OpenedPieces(trx, list.id, copies) },
    notes,
    newList: isNew ? new NewListRows(list.id, copies) : null,
    replaced: () => (isRemembered || isNew ? { pieces: memory.gone() } : 'everything'),
    remember: async () => {
      if (notes.hasNew || !memory.isWhole) await replaceListMemory(trx, list.id, notes.pack(memory.context));
    },
  };
}
