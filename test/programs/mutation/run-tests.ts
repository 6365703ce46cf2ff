/** A process that tries mutants: it is sent one, runs the tests that could notice, and answers whether one failed. */
import { resolve } from 'node:path';
import fastCheck from 'fast-check';
import { type Case, collectInto } from './collect-tests.ts';
import { StepCounter } from './count-steps.ts';
import { ModuleGraph } from './module-graph.ts';
import type { Mutant, Verdict } from './mutant.ts';

/** Sent first. */
export interface Begin {
  readonly tests: readonly string[];
}

export interface Ready {
  readonly milliseconds: number;
  /** Tests that fail on the unchanged rules: nothing can be measured then. */
  readonly failing: readonly string[];
}

const ROOT = resolve(import.meta.dirname, '../../..');
/** Loops may take so many times the steps that they take on the unchanged rules, and so many more. */
const STEPS_FACTOR = 10;
const STEPS_MORE = 1_000_000;
/** What is reckoned while modules load depends on which of them are loaded already. */
const STEPS_OF_LOADING = 20_000_000;

const counter = new StepCounter();
let cases: Case[] = [];
const graph = new ModuleGraph(new Map([['@jest/globals', () => collectInto(cases)]]), counter.step);

/** Steps of each test on the unchanged rules. */
const stepsOf = new Map<string, number>();
/** Milliseconds of each test file on the unchanged rules. */
const timeOf = new Map<string, number>();
/** How many mutants a test, or a test file, was the first to notice. */
const noticed = new Map<string, number>();

const noticedBy = (name: string) => noticed.get(name) ?? 0;

/** The tests of a file, those first that noticed most, each with a name of its own; null where it does not load. */
function load(test: string): Case[] | null {
  cases = [];
  counter.begin(STEPS_OF_LOADING);
  const path = resolve(ROOT, test);
  graph.unload(path);
  try {
    graph.load(path);
  } catch {
    return null;
  }
  return cases
    .map(({ name, run }, index) => ({ name: `${test}: ${index + 1}. ${name}`, run }))
    .sort((a, b) => noticedBy(b.name) - noticedBy(a.name));
}

/** The first test of the file that fails, or null. */
async function firstFailure(test: string): Promise<Verdict | null> {
  const loaded = load(test);
  if (loaded === null) {
    return { status: counter.isExceeded ? 'endless' : 'killed', by: `${test}: does not load` };
  }
  for (const { name, run } of loaded) {
    counter.begin(STEPS_MORE + STEPS_FACTOR * (stepsOf.get(name) ?? 0));
    try {
      await run();
    } catch {
      return { status: counter.isExceeded ? 'endless' : 'killed', by: name };
    }
    if (counter.isExceeded) return { status: 'endless', by: name };
  }
  return null;
}

async function begin({ tests }: Begin): Promise<Ready> {
  const failing: string[] = [];
  const start = performance.now();
  for (const test of tests) {
    const before = performance.now();
    const loaded = load(test);
    if (loaded === null) failing.push(`${test}: does not load`);
    for (const { name, run } of loaded ?? []) {
      counter.begin(Number.POSITIVE_INFINITY);
      try {
        await run();
        stepsOf.set(name, counter.steps);
      } catch {
        failing.push(name);
      }
    }
    timeOf.set(test, performance.now() - before);
  }
  return { milliseconds: performance.now() - start, failing };
}

/** The tests that import the file, likeliest to notice at the least cost first. */
function testsFor(file: string): string[] {
  const concerned = graph.importersOf(resolve(ROOT, file));
  const named = `/${file.split('/').at(-1)?.replace('.ts', '.test.ts')}`;
  const worth = (test: string) =>
    (1 + noticedBy(`${test} of ${file}`) + (test.endsWith(named) ? 5 : 0)) / (timeOf.get(test) as number);
  return [...timeOf.keys()]
    .filter((test) => concerned.has(resolve(ROOT, test)))
    .sort((a, b) => worth(b) - worth(a));
}

async function judge({ file, source }: Mutant): Promise<Verdict> {
  const path = resolve(ROOT, file);
  const tests = testsFor(file);
  try {
    graph.change(path, source);
    for (const test of tests) {
      const verdict = await firstFailure(test);
      if (verdict === null) continue;
      for (const name of [verdict.by as string, `${test} of ${file}`]) noticed.set(name, noticedBy(name) + 1);
      return verdict;
    }
    return { status: 'survived' };
  } finally {
    graph.change(path, null);
  }
}

// A property that fails has failed: the smallest example of it is for people.
fastCheck.configureGlobal({ seed: 420, endOnFailure: true });
process.on('message', async (message: Begin | Mutant) => {
  process.send?.('tests' in message ? await begin(message) : await judge(message));
});
