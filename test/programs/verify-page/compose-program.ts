/**
 * Makes one program of the modules that run in the page `/verify`, without a bundler: the compiler takes the types out,
 * each module becomes a function that is called once and returns what it exports, and they follow each other in the
 * order of their imports. What is served is kept in `verify-program.json`, so that no server compiles anything, every
 * deployment serves the same program, and anyone finds it in the source.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ROOT } from '../../setup/source-files.ts';

const BROWSER = 'gateway/pages/verify/browser';
const IMPORT = /^import \{([^}]*)\} from '([^']+)';$/gm;
const EXPORT = /^export (?=(?:async )?function (\w+)|class (\w+)|const (\w+))/gm;

/** @returns the lines of the program */
export function composeProgram(): string[] {
  const directory = mkdtempSync(join(tmpdir(), 'verify-program-'));
  try {
    compile(directory);
    const modules: string[] = [];
    place({ directory, placed: new Set(), modules }, join(directory, BROWSER, 'main.js'), asItIs);
    const program = modules.join('\n');
    // It would end the script element that it stands in.
    if (/<\/script|<!--/i.test(program)) throw new Error('the program has text that a page cannot hold');
    return program.trimEnd().split('\n');
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function compile(directory: string): void {
  const options = ['--noEmit', 'false', '--sourceMap', 'false', '--rewriteRelativeImportExtensions'];
  const words = ['-p', join(ROOT, BROWSER), ...options, '--outDir', directory];
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the program of the page does not compile:\n${stdout}`);
}

interface Placing {
  readonly directory: string;
  readonly placed: Set<string>;
  readonly modules: string[];
}

/** After what it imports. */
function place(placing: Placing, path: string, write: typeof asFunction): void {
  const { directory, modules, placed } = placing;
  if (placed.has(path)) return;
  placed.add(path);
  const script = readFileSync(path, 'utf8');
  for (const [, , from] of script.matchAll(IMPORT)) {
    place(placing, join(dirname(path), from as string), asFunction);
  }
  const linked = script.replace(
    IMPORT,
    (_, names: string, from: string) => `const {${names}} = ${nameOf(directory, join(dirname(path), from))};`,
  );
  const source = relative(directory, path).replace(/js$/, 'ts');
  const composed = write(linked, nameOf(directory, path));
  const left = /^(?:import|export)\b.*$/m.exec(composed);
  if (left !== null) throw new Error(`${source} has what cannot be composed: \`${left[0]}\``);
  modules.push(`// ${source}\n${composed}`);
}

function asItIs(script: string): string {
  return script;
}

function asFunction(script: string, name: string): string {
  const names = [...script.matchAll(EXPORT)].map(([, ...found]) => found.find((one) => one !== undefined));
  return `const ${name} = (() => {\n${script.replace(EXPORT, '')}return { ${names.join(', ')} };\n})();\n`;
}

/** `gateway/audit-verify/hash-tree.js` becomes `audit_verify_hash_tree`. */
function nameOf(directory: string, path: string): string {
  return relative(join(directory, 'gateway'), path).replace(/\.js$/, '').replace(/\W+/g, '_');
}
