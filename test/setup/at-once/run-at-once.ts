/**
 * All test files of a folder in one module graph: loading the gateway takes as much of the processor as the tests of a
 * small file, so it is loaded once and not once a file. Each file is a block of its own, with its hooks.
 */
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { describe } from '@jest/globals';
import { ROOT } from '../source-files.ts';

const { filesOf } = createRequire(import.meta.url)('./files-of.cjs') as {
  filesOf(folder: string): readonly string[];
};

/** What of jest's own state is used here. */
interface Block {
  readonly type: 'describeBlock';
  readonly parent: Block;
  readonly children: readonly Block[];
}

/** Imports them, in the order of their names. */
export async function runAtOnce(directory: string): Promise<void> {
  const state = stateOfJest();
  for (const file of filesOf(relative(ROOT, directory))) {
    describe(relative(directory, join(ROOT, file)), () => undefined);
    const outer = state.currentDescribeBlock;
    const block = outer.children.at(-1);
    if (block?.type !== 'describeBlock') throw new Error('jest keeps its blocks in another way now');
    // `describe` takes no function that waits: what is imported now is put into its block.
    state.currentDescribeBlock = block;
    await import(join(ROOT, file));
    state.currentDescribeBlock = outer;
  }
}

function stateOfJest(): { currentDescribeBlock: Block } {
  const symbols = Object.getOwnPropertySymbols(globalThis);
  const symbol = symbols.find(({ description }) => description === 'JEST_STATE_SYMBOL');
  if (symbol === undefined) throw new Error('jest keeps its state in another place now');
  return Reflect.get(globalThis, symbol);
}
