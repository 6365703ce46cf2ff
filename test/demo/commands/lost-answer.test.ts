/** `query` whose answer was lost on its way: the command that is printed shows it, and nothing is counted twice. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectWith } from '../../../gateway/cli/client/connect.ts';
import { queryCommand } from '../../../gateway/query/command/query-command.ts';
import { type Front, startFront } from '../../partner-kit/front.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { useCli } from '../../setup/commands/use-cli.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';

const fixture = useSharedDemo('reviewer');
const LOST = { status: null, headers: {} };
const cli = useCli();
let front: Front;

beforeAll(async () => {
  front = await startFront(() => fixture.demo.file.gateway);
  process.env.DATA_DIR = fixture.demo.dataDir;
});
afterAll(async () => {
  delete process.env.DATA_DIR;
  await front?.stop();
});

/** As by a network that breaks now and then. */
const run = (words: string) =>
  runCommand(
    queryCommand((as, acting) =>
      connectWith(fixture.demo.file, as ?? acting?.otherwise ?? '', front.url, acting?.proofKey),
    ),
    words,
  );

async function sizeOfLog(): Promise<number> {
  const checkpoint = await fetch(`${fixture.demo.file.gateway}/log/checkpoint`);
  return Number((await checkpoint.text()).split('\n')[1]);
}

/** Words after `gateway --` of the command that is printed where the answer is lost. */
async function printedNext(words: string): Promise<string> {
  front.turnAway([LOST]);
  const error: Error = await run(words).then(
    (shown) => new Error(`was shown: ${shown}`),
    (thrown) => thrown,
  );
  const [, next] = /\nnext: .*npm run gateway -- (.*)$/.exec(error.message) ?? [];
  if (next === undefined) throw error;
  return next;
}

async function held(): Promise<string> {
  const { queryId } = JSON.parse(await run('DEMO0 --match partial --limit 1 --json'));
  return queryId;
}

async function approved(): Promise<string> {
  const id = await held();
  await fixture.clients.reviewer.call('POST', `/v1/reviews/${id}/approve`, { reason: 'read it' });
  return id;
}

describe('an answer that was lost on its way', () => {
  test.each<[string, () => Promise<string>]>([
    ['of a query', async () => `${fixture.plate} --as adams --hours 24 --limit 1`],
    ['of a query that is held', async () => 'DEMO0 --match partial --case CR-2026-0999 --limit 1'],
    ['of a reviewed query', async () => `--pick-up ${await approved()}`],
  ])(
    '%s is shown by the command that is printed, typed as it stands, and is counted once',
    async (_, asking) => {
      const words = await asking();
      const next = await printedNext(words);
      // The release, or that it was held, is the last entry by now.
      const size = await sizeOfLog();
      const { code, stdout } = await cli(next.split(' '), { DATA_DIR: fixture.demo.dataDir });
      expect([code, stdout]).toEqual([0, expect.stringContaining(`Log entry ${size - 1}: receipt checked.`)]);
      expect(await sizeOfLog()).toBe(size);
    },
  );
});
