/**
 * `npm run learn:weights`: learns from the labelled reasons how much each word weighs, and writes it where the rules
 * read it. Says how the weights did on sets that were not learned from.
 */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import { chooseLimit } from './choose-limit.ts';
import { labelledSets } from './labelled-examples.ts';
import { wordWeights } from './word-weights.ts';

const FILE = new URL('../../../sharing-rules/narrative/vocabulary/word-weights.json', import.meta.url);

const percent = (share: number) => Number((100 * share).toFixed(1));

function run({ dryRun, json }: { readonly dryRun?: true; readonly json?: true }): void {
  const sets = labelledSets();
  const { held, limit, passed } = chooseLimit(sets, (name) => process.stderr.write(`judged: ${name}\n`));
  const weights = wordWeights(sets, limit);
  if (!dryRun) writeFileSync(FILE, `${JSON.stringify(weights, null, 2)}\n`);
  const weighing = Object.entries(weights.words).flatMap(([weight, list]) =>
    weight === '0' ? [] : list.split(' '),
  );
  const result = {
    sets: sets.length,
    reasons: sets.flatMap(({ examples }) => examples).length,
    words: weighing.length,
    percentOfHonestHeld: percent(held),
    percentOfForbiddenPassed: percent(passed),
  };
  if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    process.stdout.write(`${result.words} words weigh something, by ${result.reasons} reasons in ${result.sets} sets.
The limit is set so that ${result.percentOfHonestHeld} % of the honest reasons of sets that are not learned from are held; of those that
are forbidden behind a crime, ${result.percentOfForbiddenPassed} % are not held by these words alone (other rules stop most of them).
${dryRun ? 'Nothing was written.' : 'Next: `npm run test:rules`.'}\n`);
  }
}

await new Command('learn:weights')
  .description('Learns how far each word points away from a case, and writes it for the rules.')
  .option('--dry-run', 'write nothing')
  .option('--json', 'print one JSON object')
  .action(run)
  .parseAsync();
