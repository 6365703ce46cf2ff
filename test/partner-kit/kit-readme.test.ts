/** The README of the partner's kit, followed to the letter: each block of commands as it stands there, at a running demo. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningDemo, startDemo } from '../setup/running-demo.ts';
import { commandsOn, type GatewayFolder, makeGatewayFolder } from './gateway-folder.ts';
import { describeKits } from './kits.ts';

let demo: RunningDemo;
let folder: GatewayFolder;

beforeAll(async () => {
  demo = await startDemo();
  folder = makeGatewayFolder(demo);
}, 150_000);

afterAll(async () => {
  await folder?.remove();
  await demo?.stop();
}, 60_000);

describeKits('tried as its README says', ({ client: [interpreter], language }) => {
  test('asks three pages, checks their receipts, and checks one of them again from a file', () => {
    const commands = commandsOn('README.md')[language === 'Python' ? 1 : 0] ?? '';
    const { status, words } = folder.run(commands, interpreter);
    expect([status, words.match(/receipt checked: entry \d+/g)?.length, words]).toEqual([
      0,
      3,
      expect.stringMatching(/answer\.json: this answer is entry \d+ of the log/),
    ]);
  });
});
