/** What the commands say of the two persons behind a grant, and in which order they look. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { agenciesCommand } from '../../../gateway/registry/agencies/agencies-command.ts';
import { grantCommand } from '../../../gateway/registry/grants/grant-command.ts';
import { type Administration, startAdministration } from '../../setup/administration.ts';
import { runCommand } from '../../setup/commands/run-command.ts';
import { connectTo } from '../../setup/connect-to.ts';
import { ADD, PROPOSE } from './sample-lines.ts';

let admin: Administration;
beforeAll(async () => {
  admin = await startAdministration();
  await runCommand(agenciesCommand(connect), ADD);
});
afterAll(() => admin.close());
const connect = connectTo(() => admin);
const grant = (line: string) => runCommand(grantCommand(connect), line);

describe('a grant', () => {
  test('tells who proposed and who approved it, though nobody was named', async () => {
    const proposed = await grant(PROPOSE);
    const id = /grant approve (\S+)/.exec(proposed)?.[1] as string;
    expect(proposed).toMatch(/^proposed for CO0810100 by admin-1: /);
    expect(await grant(`approve ${id}`)).toMatch(
      /^in force for CO0810100 until .*\nproposed by admin-1, approved by admin-2\n$/,
    );
    // Its proposer is told the same as anybody: there is nothing that another person could do.
    for (const who of ['admin-1', 'admin-2']) {
      await expect(grant(`approve ${id} --as ${who}`)).rejects.toThrow(
        /^409: this grant was approved already and is in force: .*\nnext: see how it stands/,
      );
    }
  });

  test('takes its agency by name, in full or as people shorten it', async () => {
    await runCommand(agenciesCommand(connect), 'change CO0810100 --name "Sample Police Department"');
    const named = PROPOSE.replace('CO0810100', '"sample pd"');
    expect(await grant(named)).toMatch(/^proposed for CO0810100 by admin-1: /);
    expect(await grant('list --agency "Sample Police Department"')).toContain('CO0810100');
    expect(await grant('list --agency "Sample PD" --status proposed')).toContain('CO0810100');
    await expect(grant('list --agency "Elsewhere PD"')).rejects.toThrow(
      /^no agency is called `Elsewhere PD`\nnext: /,
    );
  });
});
