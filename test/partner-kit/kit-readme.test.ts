/** The README of the partner's kit, followed to the letter: each block of commands as it stands there, at a running demo. */
import { expect, test } from '@jest/globals';
import { commandsOn, useGatewayFolder } from './gateway-folder.ts';
import { describeKits } from './kits.ts';

const place = useGatewayFolder();

describeKits('tried as its README says', ({ client: [interpreter], language }) => {
  test('asks three pages, checks their receipts, and checks one of them again from a file', () => {
    const commands = commandsOn('README.md')[language === 'Python' ? 1 : 0] ?? '';
    const { status, words } = place.folder.run(commands, interpreter);
    expect([status, words.match(/receipt checked: entry \d+/g)?.length, words]).toEqual([
      0,
      3,
      expect.stringMatching(/answer\.json: this answer is entry \d+ of the log/),
    ]);
  });
});
