/** One part of a command: who acts in it, what is read before anybody is asked, and what is printed. */
import { describe, expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { localPart, type Part, part } from '../../../../gateway/cli/administration/part.ts';
import type { Client, Connect } from '../../../../gateway/cli/client/connect.ts';
import { runCommand, runCommandForJson } from '../../../setup/commands/run-command.ts';

const nobody: Connect = () => Promise.reject(new Error('the gateway was asked'));
const somebody: Connect = async () => ({ call: async () => ({ found: 1 }) }) as unknown as Client;

const LOOK: Part<object> = {
  name: 'look',
  example: 'look',
  as: 'asks',
  work: async ({ client }) => ({
    result: await client.call('GET', '/v1/sharing'),
    say: () => 'one is found',
    more: async () => ['and a second line', null],
  }),
};

function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
  return help;
}

describe('a part of a command', () => {
  test('tells people the result in words, and programs as it came, without more', async () => {
    expect(await runCommand(part(LOOK)(somebody), '')).toBe('one is found\nand a second line\n');
    expect(await runCommandForJson(part(LOOK)(somebody), '')).toEqual({ found: 1 });
  });

  test('reads what was typed before it asks anybody', async () => {
    const read = () => {
      throw new Error('this cannot be meant');
    };
    await expect(runCommand(part({ ...LOOK, read })(nobody), '')).rejects.toThrow('this cannot be meant');
    await expect(runCommand(part(LOOK)(nobody), '')).rejects.toThrow('the gateway was asked');
  });

  test('says in its help who acts in the demo, where that is not the first administrator', () => {
    expect(helpOf(part(LOOK)(nobody))).toMatch(/--as <client> +client to ask as\n/);
    const chief = { ...LOOK, as: 'acts', acting: { otherwise: 'chief' } } as const;
    expect(helpOf(part(chief)(nobody))).toMatch(/client to act as \(default in the demo: chief\)/);
    expect(helpOf(part({ ...LOOK, as: { approves: 'another person' } })(nobody))).toMatch(
      /another person \(default: who has\s+signed\s+in;\s+in\s+the\s+demo,\s+else\s+admin-2\)/,
    );
  });

  test('lists its examples, and can have its options below who acts', () => {
    const options = (command: Command) => command.option('--last', 'an option');
    const help = helpOf(
      part({ ...LOOK, example: ['look', 'look --last'], options, optionsLast: true })(nobody),
    );
    expect(help).toMatch(/--json(.|\n)*--last/);
    expect(help).toContain('Examples:\n  npm run gateway -- look\n  npm run gateway -- look --last\n');
  });

  test('that asks no gateway names nobody who acts', async () => {
    const local = localPart({
      name: 'read',
      argument: ['<file>', 'a file'],
      example: 'read FILE',
      work: async ({ named }) => ({ result: { named }, say: () => `read: ${named}` }),
    });
    expect(helpOf(local)).not.toContain('--as');
    expect(await runCommandForJson(local, 'a.csv')).toEqual({ named: 'a.csv' });
  });
});
