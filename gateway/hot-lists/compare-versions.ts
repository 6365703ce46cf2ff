/** What the next version of a list is compared with: the blocks of the last one, all entries, or nothing. */
import type pg from 'pg';
import type { CopyBuffer } from '../database/copy-buffer.ts';
import { BlockMemory } from './block-memory.ts';
import { BlockNotes } from './block-notes.ts';
import { forgetBlocks, recallBlocks, rememberBlocks } from './blocks-store.ts';
import type { HotList } from './hot-lists-store.ts';
import { NewListRows } from './new-list-rows.ts';
import type { Replaced } from './staged-entries-store.ts';

export interface Comparison {
  /** Of the last version. */
  readonly memory: BlockMemory;
  /** Of this one. */
  readonly notes: BlockNotes;
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
  const hasBlocks = list.version !== null && list.version === list.blocksOf;
  if (!hasBlocks) await forgetBlocks(trx, list.id);
  const memory = new BlockMemory([list.id, ...context], await recallBlocks(trx, list.id));
  const notes = new BlockNotes(list.id, memory.last, copies);
  return {
    memory,
    notes,
    newList: isNew ? new NewListRows(list.id, copies) : null,
    replaced: () => (hasBlocks || isNew ? { blocks: memory.gone() } : 'everything'),
    remember: async () => {
      if (notes.hasNew || memory.gone().length > 0)
        await rememberBlocks(trx, list.id, notes.pack(memory.context));
    },
  };
}
