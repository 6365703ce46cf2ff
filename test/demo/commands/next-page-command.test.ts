/** `query --next`: what is printed after a page goes on by its cursor when it is typed as it stands. */
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectWith } from '../../../gateway/cli/client/connect.ts';
import { queryCommand } from '../../../gateway/query/command/query-command.ts';
import { runCli } from '../../setup/commands/run-cli.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';
import { useOwnerPool } from '../../setup/demo/use-owner-pool.ts';

const fixture = useSharedDemo('admin-1', 'admin-2', 'reviewer');
const owner = useOwnerPool(fixture);

beforeAll(() => {
  process.env.DATA_DIR = fixture.demo.dataDir;
});
afterAll(() => {
  delete process.env.DATA_DIR;
});

const directory = () => join(fixture.demo.dataDir, 'next-pages');
const kept = () => (existsSync(directory()) ? readdirSync(directory()) : []);

/** As a process of its own would: it signs in again, and knows nothing but what is kept. */
const run = (words: string): Promise<string> => {
  return runCommand(
    queryCommand((...asked) => fixture.demo.connect(...asked)),
    words,
  );
};

/** The words after `query` of the command that was printed as the next one. */
function wordsOfNext(printed: string): string {
  const [, words] = /: DATA_DIR=\S+ npm run gateway -- query (--(?:next|pick-up) .*)\n/.exec(printed) ?? [];
  if (words === undefined) throw new Error(`nothing is printed that comes next: ${printed}`);
  return words;
}

const typed = (printed: string): Promise<string> => run(wordsOfNext(printed));
const idOf = (printed: string): string => wordsOfNext(printed).split(' ')[1] as string;

/** What was asked for and released, by releases and by reads. */
async function counted(): Promise<{ releases: number; records: number }> {
  const { rows } = await owner.query(
    `SELECT (SELECT coalesce(sum(records), 0)::int FROM agency_usage) AS records,
       (SELECT count(*)::int FROM log_entry WHERE entry::json ->> 'kind' = 'release') AS releases`,
  );
  return rows[0];
}

const timesOf = (shown: string) => shown.match(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g) ?? [];

describe('what is printed after a page with more', () => {
  test('goes on where it ended, in a process of its own: each read is shown once, and counted once', async () => {
    const before = await counted();
    const first = await run(`${fixture.plate} --hours 700 --limit 2`);
    const { code, stdout } = await runCli(['query', ...wordsOfNext(first).split(' ')], {
      DATA_DIR: fixture.demo.dataDir,
    });
    expect(code).toBe(0);
    const pages = [first, stdout, await typed(stdout)];
    const times = pages.flatMap(timesOf);
    expect(times).toHaveLength(6);
    expect([...times].sort().reverse()).toEqual(times);
    expect(new Set(times).size).toBe(6);
    const after = await counted();
    expect([after.releases - before.releases, after.records - before.records]).toEqual([3, 6]);
  });

  test('goes on to several pages, and to the end', async () => {
    const first = await run(`${fixture.plate} --hours 24 --limit 2`);
    expect(await run(`${wordsOfNext(first)} --pages 100`)).not.toContain('more follow');
  });

  test('shows the same page when it is typed again, and counts it once', async () => {
    const first = await run(`${fixture.plate} --hours 700 --limit 2`);
    const page = await typed(first);
    const before = await counted();
    expect(await typed(first)).toBe(page);
    expect(await counted()).toEqual(before);
  });

  test('works after a reviewed query as well, and picks nothing up a second time', async () => {
    const held = await run('DEMO0 --match partial --limit 1');
    await fixture.clients.reviewer.call('POST', `/v1/reviews/${idOf(held)}/approve`, { reason: 'read it' });
    const pages = [await typed(held)];
    for (let i = 0; i < 2; i += 1) pages.push(await typed(pages.at(-1) as string));
    expect(new Set(pages.flatMap(timesOf)).size).toBe(3);
  });

  test('works for any client, without naming it again', async () => {
    const first = await run(`${fixture.plate} --limit 1 --as aurora`);
    expect(timesOf(await typed(first))).toHaveLength(1);
  });

  test('is kept in a file that its owner alone may read, and that names nobody and nothing', async () => {
    await run(`${fixture.plate} --limit 1 --officer officer-9 --officer-name Nobody`);
    const paths = kept().map((name) => join(directory(), name));
    expect(paths.length).toBeGreaterThan(0);
    expect(statSync(directory()).mode & 0o777).toBe(0o700);
    for (const path of paths) {
      expect(path).toMatch(/\/[0-9a-f-]{36}\.json$/);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(readFileSync(path, 'utf8')).not.toMatch(/DEMO0|officer|Nobody|CR-2026|stolen/);
    }
  });

  test('is of the client that asked', async () => {
    const first = await run(`${fixture.plate} --limit 1`);
    await expect(run(`${wordsOfNext(first)} --as aurora`)).rejects.toThrow(
      'leave `--as` out: `adams` asked this query',
    );
    expect(timesOf(await run(`${wordsOfNext(first)} --as adams`))).toHaveLength(1);
  });
});

describe('a page that has ended says what to do', () => {
  const ask = async (words = `${fixture.plate} --limit 1`) => {
    const printed = await run(words);
    return { printed, path: join(directory(), `${idOf(printed)}.json`) };
  };

  test('where none was ever kept', async () => {
    await expect(run('--next 7b0c6b7e-3a52-4a3d-9f0c-6a4f6a1f2b3c')).rejects.toThrow(
      'its fifteen minutes are over, or it ended; ask the whole query again, with its plate, purpose and case',
    );
  });

  test('where its time is over, and what was kept is removed by the next query', async () => {
    const { path, printed } = await ask();
    const page = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...page, expiresAt: Date.now() - 1 }));
    await expect(typed(printed)).rejects.toThrow('no next page is kept under');
    const longAgo = Date.now() / 1_000 - 901;
    utimesSync(path, longAgo, longAgo);
    await run(`${fixture.plate} --dry-run`);
    expect(existsSync(path)).toBe(false);
  });

  test('where the gateway takes the cursor no more', async () => {
    const { path, printed } = await ask();
    const page = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...page, cursor: `${page.cursor.slice(0, -4)}AAAA` }));
    await expect(typed(printed)).rejects.toThrow(
      /^422: .*\nnext: this query goes no further: ask the whole query again/,
    );
    expect(existsSync(path)).toBe(false);
  });

  test('where a right of the agency was lowered since', async () => {
    const { path, printed } = await ask(`${fixture.plate} --limit 1 --as aurora`);
    await fixture.clients['admin-1'].call('POST', '/v1/agencies/CO0010100/revoke', { reason: 'test' });
    await expect(typed(printed)).rejects.toThrow(
      /^403: (.|\n)*grant_revoked(.|\n)*next: this query goes no further: the reasons say what has to change/,
    );
    expect(existsSync(path)).toBe(false);
  });
});

describe('a page whose answer was lost on its way', () => {
  test('is shown when the command is typed again, and counted once', async () => {
    const first = await run(`${fixture.plate} --limit 1`);
    const path = join(directory(), `${idOf(first)}.json`);
    const before = readFileSync(path, 'utf8');
    const shown = await typed(first);
    const after = await counted();
    writeFileSync(path, before);
    expect(timesOf(await typed(first))).toEqual(timesOf(shown));
    expect(await counted()).toEqual(after);
  });

  test('as the gateway was away, is told the command that goes on', async () => {
    const first = await run(`${fixture.plate} --limit 1`);
    const nowhere = 'http://127.0.0.1:1';
    const away = queryCommand((as, acting) =>
      connectWith(fixture.demo.file, as as string, nowhere, acting?.proofKey),
    );
    const failed = runCommand(away, wordsOfNext(first));
    await expect(failed).rejects.toThrow(
      `\nnext: DATA_DIR=${fixture.demo.dataDir} npm run gateway -- query ${wordsOfNext(first)}`,
    );
    expect(timesOf(await typed(first))).toHaveLength(1);
  });
});
