/** Where keys are lost, and the database is whole, the log keeps its name and its own key. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { useCli } from '../../../setup/commands/use-cli.ts';
import { createLogFixture, grantPartner, type LogFixture, ORIGIN } from './log-fixture.ts';

const PATIENCE = 300_000;
const LOST = ['cursor.key', 'endpoint.key', 'envelope-keys.json'];

const cli = useCli();
let fixture: LogFixture;
let dataDir: string;
let logKey: string;
beforeAll(async () => {
  fixture = await createLogFixture();
  dataDir = await fixture.newDirectory();
  const node = await fixture.start({ dataDir });
  ({ logKey } = node);
  await grantPartner(node);
  await node.stop();
  for (const file of LOST) await rm(join(dataDir, 'secrets', file));
}, PATIENCE);
afterAll(() => fixture.close(), PATIENCE);

const adopt = async (...words: string[]) => {
  const environment = { OWNER_DATABASE_URL: fixture.ownerUrl(), DATA_DIR: dataDir, LOG_ORIGIN: ORIGIN };
  const { code, stderr, stdout } = await cli(['log', 'adopt', '--json', ...words], environment);
  expect([code, stderr]).toEqual([0, '']);
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) as string);
};

test(
  'they are made by `log adopt` only, once it is confirmed, and then all sharing is halted',
  async () => {
    await expect(fixture.start({ dataDir })).rejects.toThrow(LOST.join(', '));
    expect(await adopt()).toMatchObject({
      adopted: false,
      needed: true,
      toMake: LOST,
      setsLogKeyAside: false,
    });
    await expect(fixture.start({ dataDir })).rejects.toThrow(LOST.join(', '));
    expect(await adopt('--confirm')).toMatchObject({ adopted: true, logKey, oldLogKey: null });
    const node = await fixture.start({ dataDir });
    expect(node.logKey).toBe(logKey);
    expect(await node.ask()).toEqual(['sharing_halted']);
    await node.stop();
    expect(await adopt('--confirm')).toMatchObject({ adopted: false, needed: false, toMake: [] });
  },
  PATIENCE,
);
