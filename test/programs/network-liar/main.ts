/**
 * `npm run test:liar -- [--json] [--only NAMES]`: what a partner that lies is believed. A line a lie: reads shown, the
 * outcome, whether the partner is asked no more, and the name of the lie. Exits 1 where one was shown or has no name.
 */
import { Command } from 'commander';
import { runHarness } from '../../setup/run-harness.ts';
import { runLiar } from './run-liar.ts';

interface Options {
  readonly json?: true;
  readonly only?: string;
}

const program = new Command('test:liar')
  .description('tells the demo lies as the gateway of a partner, and shows what becomes of each')
  .option('--json', 'one JSON object a line, the sum as the last')
  .option('--only <names>', 'these lies, with semicolons between')
  .addHelpText('after', "\nExample:\n  npm run test:liar -- --only 'a smaller tree;NaN'")
  .action(async ({ json, only }: Options) => {
    const words = [...(json ? ['--json'] : []), ...(only === undefined ? [] : ['--only', only])];
    process.exitCode = (await runLiar(words, (line) => void process.stdout.write(`${line}\n`))) ?? 2;
  });
await runHarness(program);
