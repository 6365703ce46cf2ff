/** Notes the blocks of a new version: which entries each gave, and, where every row gave one, its digest. */
import type { CopyBuffer } from '../database/copy-buffer.ts';
import type { ListBlock } from './read-list.ts';

export class BlockNotes {
  readonly #listId: string;
  readonly #copies: CopyBuffer;
  #number: number;

  /** @param last the highest number of a block of the list */
  constructor(listId: string, last: number, copies: CopyBuffer) {
    this.#listId = listId;
    this.#number = last;
    this.#copies = copies;
  }

  /** @param keys of its entries, hex, one after the other. @param counts of its rows */
  add(
    { digest, lines, rows }: ListBlock,
    keys: string,
    { taken, restricted }: { readonly taken: number; readonly restricted: number },
  ): void {
    if (keys === '') return;
    this.#number += 1;
    const noted = digest !== null && taken + restricted === rows.length ? `\\\\x${digest}` : '\\N';
    this.#copies.add(
      'hot_list_block (list_id, number, digest, lines, taken, restricted, keys)',
      `${this.#listId}\t${this.#number}\t${noted}\t${lines}\t${taken}\t${restricted}\t\\\\x${keys}\n`,
    );
  }
}
