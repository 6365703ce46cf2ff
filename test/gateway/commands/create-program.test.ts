/** The program: its list of commands loads none of them, and yet says what each takes. */
import { describe, expect, test } from '@jest/globals';
import { Help } from 'commander';
import { createProgram } from '../../../gateway/commands/create-program.ts';

describe('the list of commands', () => {
  test('says of each what it takes, as its own help does', async () => {
    const listed = await createProgram([]);
    const terms = listed.commands.map((command) => listed.createHelp().subcommandTerm(command));
    const { commands } = await createProgram();
    expect(terms).toEqual(commands.map((command) => new Help().subcommandTerm(command)));
    expect(listed.helpInformation()).toContain('help [command]');
  });

  test.each([[['revoke']], [['help', 'revoke']], [['--gateway', 'halt', 'revoke', '--help']]])(
    'is loaded only as far as %j calls it',
    async (words) => {
      const { commands } = await createProgram(words);
      const loaded = commands.filter(({ options }) => options.length > 0);
      expect(loaded.map((command) => command.name())).toEqual(['revoke']);
    },
  );
});
