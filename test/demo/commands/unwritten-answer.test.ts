/** An answer that cannot be written, on a full disk for instance: said without a stack, and had again once there is room. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { runCli } from '../../setup/commands/run-cli.ts';
import { useSharedDemo } from '../../setup/demo/use-demo.ts';
import { programArguments } from '../../setup/program-arguments.ts';

const fixture = useSharedDemo();
const PATIENCE = 60_000;
const TOLD = /^the answer could not be written \(ENOSPC.*\nits receipt is kept in (\S+)\n/m;

/** The command with its standard output going to a disk on which there is no room. */
async function onFullDisk(...words: string[]): Promise<{ code: number | null; stderr: string }> {
  const full = openSync('/dev/full', 'w');
  const child = spawn(process.execPath, [...programArguments('gateway/cli.ts'), ...words], {
    env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: fixture.demo.dataDir },
    stdio: ['ignore', full, 'pipe'],
  });
  closeSync(full);
  let stderr = '';
  child.stderr?.on('data', (chunk) => (stderr += chunk));
  const [code] = await once(child, 'close');
  return { code, stderr };
}

/** The step that was printed, typed as it stands. */
function typedNext(printed: string) {
  const [, words = ''] = /^next: .*npm run gateway -- (.*)$/m.exec(printed) ?? [];
  return runCli(words.split(' '), { DATA_DIR: fixture.demo.dataDir });
}

async function shownOnce(...words: string[]): Promise<string> {
  const { stdout } = await runCli(['query', ...words, '--json'], { DATA_DIR: fixture.demo.dataDir });
  const { queryId, releaseId = queryId } = JSON.parse(stdout);
  return releaseId;
}

async function approved(): Promise<string> {
  const queryId = await shownOnce('DEMO0', '--match', 'partial', '--limit', '1');
  const reviewer = await fixture.demo.as('reviewer');
  await reviewer.call('POST', `/v1/reviews/${queryId}/approve`, { reason: 'read it' });
  return queryId;
}

async function sizeOfLog(): Promise<number> {
  const checkpoint = await fetch(`${fixture.demo.file.gateway}/log/checkpoint`);
  return Number((await checkpoint.text()).split('\n')[1]);
}

/** Reading the log is an entry too, but no release. */
async function newestRelease(): Promise<number | undefined> {
  const auditor = await fixture.demo.as('auditor');
  const search = { kind: 'release', limit: 1 };
  const found = await auditor.call<{ entries: { index: number }[] }>('POST', '/v1/audit/search', search);
  return found.entries[0]?.index;
}

describe('an answer that cannot be written', () => {
  test.each([
    ['a refusal', ['DEMO001', '--as', 'brighton', '--json'], 'refusal'],
    ['a dry run', ['DEMO001', '--dry-run', '--json'], 'dry_run'],
  ])(
    'is told as what it is, and the receipt is kept: %s',
    async (_, words, kind) => {
      const { code, stderr } = await onFullDisk('query', ...words);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^the answer could not be written \(ENOSPC: no space left on device/m);
      expect(stderr).not.toMatch(/^ +at /m);
      // A query is not found among grants: its receipt is the way to it.
      expect(stderr).not.toContain('check with `sharing`');
      const path = /^its receipt is kept in (\S+)$/m.exec(stderr)?.[1] as string;
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const { receipt } = JSON.parse(readFileSync(path, 'utf8'));
      expect(JSON.parse(receipt.entry).kind).toBe(kind);
      // The step that is printed, as it stands there.
      expect(stderr).toContain('npm run gateway -- audit verify ');
      const verified = await typedNext(stderr);
      expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('good receipt of entry')]);
    },
    PATIENCE,
  );

  test.each<[string, string, () => Promise<string[]>]>([
    ['a release', 'release', async () => ['DEMO001', '--limit', '1']],
    ['a held query', 'review', async () => ['DEMO0', '--match', 'partial', '--case', 'CR-2026-0143']],
    ['a further page', 'release', async () => ['--next', await shownOnce('DEMO001', '--limit', '1')]],
    ['a reviewed query', 'release', async () => ['--pick-up', await approved()]],
  ])(
    'is shown once there is room by the command that is printed, and is counted once: %s',
    async (_, kind, asking) => {
      const { code, stderr } = await onFullDisk('query', ...(await asking()), '--json');
      expect(stderr).toMatch(TOLD);
      const { receipt } = JSON.parse(readFileSync(TOLD.exec(stderr)?.[1] as string, 'utf8'));
      expect([code, JSON.parse(receipt.entry).kind]).toEqual([1, kind]);
      const before = await sizeOfLog();
      const { code: end, stdout } = await typedNext(stderr);
      expect([end, stdout]).toEqual([0, expect.stringMatching(`(Log entry |"index":)${receipt.index}\\b`)]);
      expect(await sizeOfLog()).toBe(before);
    },
    PATIENCE,
  );

  test(
    'is not even asked for where the line before it cannot be written',
    async () => {
      const before = await newestRelease();
      const { code, stderr } = await onFullDisk('query', 'DEMO001');
      expect([code, stderr]).toEqual([
        1,
        'nothing was asked, logged or counted: no space is left where it was to be written: ' +
          'make room, or write elsewhere, then ask again\n',
      ]);
      expect(before).toEqual(expect.any(Number));
      expect(await newestRelease()).toBe(before);
    },
    PATIENCE,
  );

  test.each([[['sharing']], [['agencies', 'list', '--json']], [['audit', 'export']], [['audit', 'verify']]])(
    'ends any other command with a fault, in words: %j',
    async (words) => {
      const { code, stderr } = await onFullDisk(...words);
      expect(code).not.toBe(0);
      expect(stderr.match(/no space/g)).toHaveLength(1);
      // None of them changes anything.
      expect(stderr).not.toContain('not the change');
      expect(stderr).not.toMatch(/^ +at /m);
    },
    PATIENCE,
  );
});
