/**
 * Loads modules of the repository, each compiled once, so that after a change only the changed file and what imports it
 * are evaluated again.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import { transformSync } from '@swc/core';
import { callSteps, STEP } from './count-steps.ts';

type Evaluate = (...given: unknown[]) => void;

const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname', STEP];

function compile(path: string, source: string): Evaluate {
  const { code } = transformSync(callSteps(source), {
    filename: path,
    module: { type: 'commonjs', importInterop: 'node' },
    jsc: { target: 'es2022', parser: { syntax: 'typescript', importAttributes: true } as never },
  });
  return compileFunction(code, PARAMETERS, { filename: path }) as Evaluate;
}

export class ModuleGraph {
  readonly #compiled = new Map<string, Evaluate>();
  readonly #loaded = new Map<string, { exports: unknown }>();
  readonly #importers = new Map<string, Set<string>>();
  readonly #instead: ReadonlyMap<string, () => unknown>;
  readonly #step: () => void;
  #changed: { path: string; evaluate: Evaluate } | null = null;

  /**
   * @param instead gives the module for a name in place of the real one.
   * @param step is called in each step of each loop of the modules.
   */
  constructor(instead: ReadonlyMap<string, () => unknown>, step: () => void) {
    this.#instead = instead;
    this.#step = step;
  }

  /** Evaluates the module if it is not loaded. */
  load(path: string): unknown {
    const loaded = this.#loaded.get(path);
    if (loaded) return loaded.exports;
    const module = { exports: {} as unknown };
    this.#loaded.set(path, module);
    try {
      if (path.endsWith('.json')) module.exports = JSON.parse(readFileSync(path, 'utf8'));
      else
        this.#evaluate(path)(module.exports, this.#requireOf(path), module, path, dirname(path), this.#step);
    } catch (error) {
      this.#loaded.delete(path);
      throw error;
    }
    return module.exports;
  }

  /** Puts a changed text in the place of a file, or the file itself back. */
  change(path: string, source: string | null): void {
    this.#changed = source === null ? null : { path, evaluate: compile(path, source) };
    this.unload(path);
  }

  /** Forgets the module and all that import it. */
  unload(path: string): void {
    this.#loaded.delete(path);
    for (const importer of this.importersOf(path)) this.#loaded.delete(importer);
  }

  /** All files seen so far that import the file, directly or not. */
  importersOf(path: string, found = new Set<string>()): ReadonlySet<string> {
    for (const importer of this.#importers.get(path) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      this.importersOf(importer, found);
    }
    return found;
  }

  #evaluate(path: string): Evaluate {
    if (this.#changed?.path === path) return this.#changed.evaluate;
    const evaluate = this.#compiled.get(path) ?? compile(path, readFileSync(path, 'utf8'));
    this.#compiled.set(path, evaluate);
    return evaluate;
  }

  #requireOf(importer: string): (name: string) => unknown {
    const real = createRequire(importer);
    return (name) => {
      const instead = this.#instead.get(name);
      if (instead) return instead();
      if (!name.startsWith('.')) return real(name);
      const path = resolve(dirname(importer), name);
      const importers = this.#importers.get(path) ?? new Set();
      this.#importers.set(path, importers.add(importer));
      return this.load(path);
    };
  }
}
