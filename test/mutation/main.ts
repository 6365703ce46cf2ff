/**
 * `npm run test:mutation`: changes the rules in small ways, one at a time, and counts the changes that a test notices.
 * Fails below the bar, or where a change that nobody noticed is not explained in `survivors.json`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { findMutants } from './find-mutants.ts';
import type { Mutant } from './mutant.ts';
import { explanationOf, lineOf } from './survivors.ts';
import { type Tried, tryMutants } from './try-mutants.ts';

const BAR = 0.95;
/** Of these folders a sample is tried. */
const SAMPLED = 'sharing-rules/narrative/';

interface Options {
  readonly json?: boolean;
  readonly sample: number;
  readonly seed: number;
  readonly processes: number;
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('give a whole number');
  return Number(text);
}

function filesBelow(folder: string, ending: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file}`)
    .sort();
}

/** A number that depends on the mutant alone: a change elsewhere draws no other sample. */
function lot({ file, change, original, replacement, line }: Mutant, seed: number): number {
  let hash = seed | 0;
  for (const sign of JSON.stringify([file, lineOf({ file, line }), change, original, replacement])) {
    hash = Math.imul(hash ^ (sign.codePointAt(0) as number), 16_777_619);
  }
  return hash >>> 0;
}

function choose(mutants: readonly Mutant[], { sample, seed }: Options): readonly Mutant[] {
  const drawn = mutants
    .filter(({ file }) => file.startsWith(SAMPLED))
    .map((mutant) => ({ mutant, lot: lot(mutant, seed) }))
    .sort((a, b) => a.lot - b.lot)
    .slice(0, sample);
  return [...mutants.filter(({ file }) => !file.startsWith(SAMPLED)), ...drawn.map(({ mutant }) => mutant)];
}

const isSurvivor = ({ verdict }: Tried) => verdict.status === 'survived';

function score(tried: readonly Tried[]) {
  const survived = tried.filter(isSurvivor).length;
  const killed = tried.length - survived;
  return { mutants: tried.length, killed, survived, score: Number((killed / tried.length).toFixed(4)) };
}

function show(tried: readonly Tried[], files: readonly string[], { json }: Options): void {
  const rows = files.flatMap((file) => {
    const of = tried.filter(({ mutant }) => mutant.file === file);
    return of.length > 0 ? [{ file, ...score(of) }] : [];
  });
  if (json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else {
    const table = new Table({
      head: ['file', 'mutants', 'killed', 'survived', 'score'],
      style: { head: [] },
    });
    table.push(...rows.map((row) => Object.values(row)));
    process.stdout.write(`${table}\n`);
  }
}

async function run(paths: readonly string[], options: Options): Promise<void> {
  const wanted = (file: string) => paths.length === 0 || paths.some((path) => file.startsWith(path));
  const files = filesBelow('sharing-rules', '.ts').filter(wanted);
  const found = files.flatMap((file) => findMutants(file, readFileSync(file, 'utf8')));
  const mutants = choose(found, options);
  const tests = ['test/sharing-rules', 'test/oracle'].flatMap((folder) => filesBelow(folder, '.test.ts'));
  let done = 0;
  const tried = await tryMutants(mutants, tests, options.processes, (one) => {
    done += 1;
    process.stderr.write(`${done} of ${mutants.length}\r`);
    if (!isSurvivor(one)) return;
    const { source: _, ...mutant } = one.mutant;
    const why = explanationOf(one.mutant);
    process.stdout.write(
      `${JSON.stringify({ survived: mutant, text: lineOf(one.mutant), why: why ?? null })}\n`,
    );
  });
  show(tried, files, options);
  const sum = score(tried);
  const unexplained = tried.filter(
    (one) => isSurvivor(one) && explanationOf(one.mutant) === undefined,
  ).length;
  const met = sum.score >= BAR && unexplained === 0;
  process.stdout.write(
    `${JSON.stringify({ name: 'mutation', found: found.length, ...sum, unexplained, met })}\n`,
  );
  if (!met) process.exitCode = 1;
}

await new Command('test:mutation')
  .description('Changes the rules, one small change at a time, and counts those that a test notices.')
  .argument('[files...]', 'files or folders; default: sharing-rules/')
  .option('--json', 'print one JSON object per line')
  .option('--sample <mutants>', `how many of ${SAMPLED}`, whole, 300)
  .option('--seed <number>', 'which of them', whole, 420)
  .option('--processes <number>', 'how many at a time', whole, 2)
  .action(run)
  .parseAsync();
