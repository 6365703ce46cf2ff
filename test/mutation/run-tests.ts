/** A process that tries mutants: it is sent one, runs the tests that could notice, and answers whether one failed. */
import { resolve } from 'node:path';
import fastCheck from 'fast-check';
import { type Case, collectInto } from './collect-tests.ts';
import { ModuleGraph } from './module-graph.ts';
import type { Mutant, Verdict } from './mutant.ts';

/** Sent first: the test files, quickest first by what they took on the unchanged rules. */
export interface Begin {
  readonly tests: readonly string[];
}

export interface Ready {
  readonly milliseconds: number;
  /** Tests that fail on the unchanged rules: nothing can be measured then. */
  readonly failing: readonly string[];
}

const ROOT = resolve(import.meta.dirname, '../..');
let cases: Case[] = [];
const graph = new ModuleGraph(new Map([['@jest/globals', () => collectInto(cases)]]));

/** The first test of the file that fails, or null. */
async function firstFailure(test: string): Promise<string | null> {
  cases = [];
  const path = resolve(ROOT, test);
  graph.unload(path);
  try {
    graph.load(path);
  } catch {
    return `${test}: does not load`;
  }
  for (const { name, run } of cases) {
    try {
      await run();
    } catch {
      return name;
    }
  }
  return null;
}

let order: { test: string; milliseconds: number }[] = [];

async function begin({ tests }: Begin): Promise<Ready> {
  const failing: string[] = [];
  const start = performance.now();
  for (const test of tests) {
    const before = performance.now();
    const failed = await firstFailure(test);
    if (failed !== null) failing.push(`${test}: ${failed}`);
    order.push({ test, milliseconds: performance.now() - before });
  }
  order = order.sort((a, b) => a.milliseconds - b.milliseconds);
  return { milliseconds: performance.now() - start, failing };
}

async function judge({ file, source }: Mutant): Promise<Verdict> {
  const path = resolve(ROOT, file);
  const concerned = graph.importersOf(path);
  const named = `/${path.split('/').at(-1)?.replace('.ts', '.test.ts')}`;
  const tests = order.map(({ test }) => test).filter((test) => concerned.has(resolve(ROOT, test)));
  tests.sort((a, b) => Number(b.endsWith(named)) - Number(a.endsWith(named)));
  try {
    graph.change(path, source);
    for (const test of tests) {
      const failed = await firstFailure(test);
      if (failed !== null) return { status: 'killed', by: failed };
    }
    return { status: 'survived' };
  } finally {
    graph.change(path, null);
  }
}

fastCheck.configureGlobal({ seed: 420 });
process.on('message', async (message: Begin | Mutant) => {
  process.send?.('tests' in message ? await begin(message) : await judge(message));
});
