/** Commands take what people call things: an agency by its name, a grant by its agency. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import type { Connect } from '../../../gateway/cli/client/connect.ts';
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
});
afterAll(() => admin.close());

const connect = connectTo(() => admin);
const run = (command: (connect: Connect) => Command, line: string) => runCommand(command(connect), line);
const runJson = (command: (connect: Connect) => Command, line: string) =>
  runCommandForJson(command(connect), line);
/** Commander's own words about a wrong option go nowhere. */
const quiet = (command: (connect: Connect) => Command) => (to: Connect) => {
  const made = command(to);
  for (const each of made.commands) each.exitOverride().configureOutput({ writeErr: () => undefined });
  return made;
};

describe('the commands of an administrator', () => {
  test('take an agency and its grant by ORI and by name; a part of a name lists whose it is', async () => {
    await runJson(agenciesCommand, ADD);
    const { id } = await runJson(grantCommand, PROPOSE);
    await runJson(grantCommand, `approve ${id}`);
    for (const named of ['CO0810100', '"sample police"']) {
      expect(await runJson(grantCommand, `show ${named}`)).toMatchObject({ partner: 'CO0810100' });
      expect(await runJson(agenciesCommand, `show ${named}`)).toMatchObject({ ori: 'CO0810100' });
    }
    await expect(run(agenciesCommand, 'show Sample')).rejects.toThrow(
      /^no agency is called exactly `Sample`; give the ORI of one of:\n {2}CO0810100 {2}Sample Police$/,
    );
    await expect(run(revokeCommand, '"Nowhere PD" --reason x --as admin-2')).rejects.toThrow(
      /^no agency is called `Nowhere PD`\nnext: .* agencies --name "part of its name" --as admin-2$/,
    );
    await expect(run(quiet(agenciesCommand), 'show CO08101')).rejects.toThrow('an ORI has nine characters');
    await runJson(grantCommand, PROPOSE);
    const second = await runJson(grantCommand, PROPOSE);
    await expect(run(grantCommand, 'withdraw CO0810100')).rejects.toThrow(
      /^more than one grant is called `CO0810100`; give the id of one of:(\n {2}\S{36} {2}CO0810100, proposed, until 2099-01-01){2}$/,
    );
    await run(grantCommand, `withdraw ${second.id}`);
    expect(await run(grantCommand, 'withdraw "Sample Police"')).toMatch(/^withdrawn: \S{36}\n$/);
    expect(await run(grantCommand, 'show CO0810100 --as auditor')).toContain(id);
  });
});
