/**
 * `npm run test:mutation`: changes the rules in small ways, one at a time, and counts the changes that a test notices.
 * Fails below the bar, where a change that nobody noticed is not explained in `survivors.json`, and where one that is
 * explained there is noticed or gone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { findMutants } from './find-mutants.ts';
import { explanationOf, readSurvivors } from './survivors.ts';
import { type Tried, tryMutants } from './try-mutants.ts';

const BAR = 0.95;

interface Options {
  readonly json?: boolean;
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

const isSurvivor = ({ verdict }: Tried) => verdict.status === 'survived';

function score(tried: readonly Tried[]) {
  const survived = tried.filter(isSurvivor).length;
  const endless = tried.filter(({ verdict }) => ['endless', 'timeout'].includes(verdict.status)).length;
  const killed = tried.length - survived;
  return {
    ...{ mutants: tried.length, killed, endless, survived },
    score: Number((killed / tried.length).toFixed(4)),
  };
}

function show(tried: readonly Tried[], files: readonly string[], { json }: Options): void {
  const rows = files.flatMap((file) => {
    const of = tried.filter(({ mutant }) => mutant.file === file);
    return of.length > 0 ? [{ file, ...score(of) }] : [];
  });
  if (json) for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
  else {
    const table = new Table({
      head: ['file', 'mutants', 'killed', 'of them endless', 'survived', 'score'],
      style: { head: [] },
    });
    table.push(...rows.map((row) => Object.values(row)));
    process.stdout.write(`${table}\n`);
  }
}

async function run(paths: readonly string[], options: Options): Promise<void> {
  const start = performance.now();
  const wanted = (file: string) => paths.length === 0 || paths.some((path) => file.startsWith(path));
  const files = filesBelow('sharing-rules', '.ts').filter(wanted);
  const mutants = files.flatMap((file) => findMutants(file, readFileSync(file, 'utf8')));
  const tests = ['test/sharing-rules', 'test/programs/oracle'].flatMap((folder) =>
    filesBelow(folder, '.test.ts'),
  );
  let done = 0;
  const tried = await tryMutants(mutants, tests, options.processes, (one) => {
    done += 1;
    process.stderr.write(`${done} of ${mutants.length}\r`);
    const { source: _, ...mutant } = one.mutant;
    const { status } = one.verdict;
    if (status === 'survived' || status === 'timeout')
      process.stdout.write(`${JSON.stringify({ [status]: mutant })}\n`);
  });
  show(tried, files, options);
  const survivors = readSurvivors();
  const explained = tried.filter(isSurvivor).map(({ mutant }) => explanationOf(survivors, mutant));
  const stale = survivors.filter((one) => wanted(one.file) && !explained.includes(one));
  for (const one of stale) process.stdout.write(`${JSON.stringify({ stale: one })}\n`);
  const sum = score(tried);
  const unexplained = explained.filter((one) => one === undefined).length;
  const met = sum.score >= BAR && unexplained === 0 && stale.length === 0;
  const seconds = Math.round((performance.now() - start) / 1000);
  const result = { name: 'mutation', ...sum, unexplained, stale: stale.length, seconds, met };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (!met) process.exitCode = 1;
}

await new Command('test:mutation')
  .description('Changes the rules, one small change at a time, and counts those that a test notices.')
  .argument('[files...]', 'files or folders; default: sharing-rules/')
  .option('--json', 'print one JSON object per line')
  .option('--processes <number>', 'how many at a time', whole, 2)
  .action(run)
  .parseAsync();
