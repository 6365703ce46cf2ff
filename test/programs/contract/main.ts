/**
 * `npm run test:contract -- [--requests N] [--seed N]`: the OpenAPI document against linters of others, and the gateway's
 * answers against the document, through a proxy that validates. One JSON line for each part. Exits 1 on any fault.
 */
import { Command, InvalidArgumentError } from 'commander';
import { startDemo } from '../../setup/demo/running-demo.ts';
import { askThrough } from './ask-through.ts';
import { lintWithSpectral } from './lint-with-spectral.ts';
import { startPrism } from './prism-proxy.ts';
import { takeHotList } from './take-hot-list.ts';
import { installTools } from './tools.ts';

const SETTINGS = { RATE_LIMIT_PER_MINUTE: '1000000', PUBLIC_REQUESTS_PER_MINUTE: '1000000' };
/** Ms. */
const ANSWER_WITHIN = 30_000;

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('give a whole number above 0');
  return value;
}

const print = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

async function run({ requests, seed }: { requests: number; seed: number }): Promise<void> {
  const tools = await installTools();
  const demo = await startDemo(SETTINGS);
  try {
    await takeHotList(demo);
    const document = (await (
      await fetch(`${demo.file.gateway}/openapi.json`, { signal: AbortSignal.timeout(ANSWER_WITHIN) })
    ).json()) as object;
    const findings = await lintWithSpectral(tools.spectral, document);
    print({ part: 'spectral', findings });
    const proxy = await startPrism(tools.prism, document, demo.file.gateway);
    try {
      const report = await askThrough(proxy.url, demo, { requests, seed });
      print({ part: 'prism', seed, ...report });
      if (findings.length + report.violations.length + report.unseen.length > 0) process.exitCode = 1;
    } finally {
      await proxy.stop();
    }
  } finally {
    await demo.stop();
  }
}

await new Command('test:contract')
  .option('--requests <number>', 'how many are generated', whole, 5_000)
  .option('--seed <number>', 'of the generator', whole, 1)
  .action(run)
  .parseAsync();
