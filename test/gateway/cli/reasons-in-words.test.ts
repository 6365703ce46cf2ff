/** A reason is kept in the log for years: our own placeholder is none, at the command line and over HTTP. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { createProgram } from '../../../gateway/commands/create-program.ts';
import { agenciesCommand } from '../../../gateway/registry/agencies/agencies-command.ts';
import { grantCommand } from '../../../gateway/registry/grants/grant-command.ts';
import { revokeCommand } from '../../../gateway/registry/grants/revoke-command.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { runCommand, runCommandForJson } from '../../setup/commands/run-command.ts';
import { connectTo } from '../../setup/connect-to.ts';
import { ADD, PROPOSE } from './sample-lines.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
  await runCommand(agenciesCommand(connect), ADD);
});
afterAll(() => admin.close());
const connect = connectTo(() => admin);

type Taking = readonly [words: string, option: string];

/** Every command that takes why somebody does something, with the words that it is called by, and its option. */
function takingReasons(command: Command, words: readonly string[] = []): Taking[] {
  const own = command.options.flatMap(({ flags }) => /^(--(?:reason|note)) <text>/.exec(flags)?.[1] ?? []);
  const inner = command.commands.flatMap((part) => takingReasons(part, [...words, part.name()]));
  return [...own.map((option): Taking => [words.join(' '), option]), ...inner];
}

const TAKING = takingReasons(await createProgram());

describe('a reason', () => {
  test('is taken by every command that takes a right away or gives one', () => {
    expect(TAKING.map(([words]) => words)).toEqual(
      expect.arrayContaining(['revoke', 'halt', 'resume', 'officer suspend', 'review approve']),
    );
  });

  test.each(TAKING)('of `%s %s` is refused where it is a placeholder', async (words, option) => {
    for (const placeholder of ['…', '...', '-', ' ', '?']) {
      const argv = [...words.split(' '), option, placeholder];
      const run = (await createProgram(argv)).parseAsync(argv, { from: 'user' });
      await expect(run).rejects.toThrow(
        new RegExp(`^\`${option}\` needs words in place of (.|\\n)*\nnext: .*for instance: ${option} "[a-z]`),
      );
    }
  });

  test.each(['…', '...', ' - '])(
    'that is `%s` is refused over HTTP too, and changes nothing',
    async (reason) => {
      const before = await admin.entries();
      const refused = await admin.call('admin-1', 'POST', '/v1/agencies/CO0810100/revoke', { reason });
      expect([refused.status, refused.body.detail]).toEqual([422, '`reason` must say why, in words']);
      expect(await admin.entries()).toEqual(before);
    },
  );

  test('is not waited for where all sharing is halted', async () => {
    expect((await admin.call('chief', 'POST', '/v1/sharing/halt', { reason: '…' })).status).toBe(200);
    for (const who of ['admin-1', 'admin-2']) {
      await admin.call(who, 'POST', '/v1/sharing/resume', { reason: 'a test is over' });
    }
  });
});

describe('a change of an agency', () => {
  const change = (line: string) => runCommand(agenciesCommand(connect), `change CO0810100 ${line}`);

  test.each(['--roster 20', '--status suspended', '--has-287g yes', '--bound no'])(
    'that takes a right away is asked why, and not made: %s',
    async (line) => {
      const before = await admin.entries();
      await expect(change(line)).rejects.toThrow(
        /^this takes access away \(\w+\)(.|\n)*\nnext: .*for instance: --reason "/,
      );
      expect(await admin.entries()).toEqual(before);
    },
  );

  test('that takes none away needs no reason', async () => {
    expect(await change('--roster 40')).toMatch(
      /^CO0810100 changed: not eligible: no agreement yet, no certification yet\n/,
    );
  });

  test('that confirms an agency does not say that grants ended which it never had, but how to grant', async () => {
    const said = await change('--status active --roster 30 --reason "confirmed by telephone"');
    expect(said).toMatch(/^nothing was in force: no grant had been approved; effective on every node/m);
    expect(said).toMatch(
      /^nothing is shared with it; next, by two administrators: .* -- grant propose --help\n$/m,
    );
    expect(said).not.toContain('its grants have ended');
  });

  test('that ends a grant says so', async () => {
    const { id } = await runCommandForJson(grantCommand(connect), PROPOSE);
    await runCommand(grantCommand(connect), `approve ${id}`);
    const said = await change('--status suspended --reason "under review"');
    expect(said).toMatch(/^its grants have ended; effective/m);
    expect(said).not.toContain('grant propose');
    await change('--status active');
    await runCommand(revokeCommand(connect), 'CO0810100 --reason over');
  });
});
