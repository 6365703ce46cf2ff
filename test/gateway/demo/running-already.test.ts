/** Whether a demo runs already on the same data. */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { refuseWhileRunning } from '../../../gateway/demo/running-already.ts';

let dataDir: string;
let silent: Server;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'running-'));
  silent = createServer((socket) => void socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const file = { gateway: `http://127.0.0.1:${port}`, pid: process.pid };
  await writeFile(join(dataDir, 'demo.json'), JSON.stringify(file));
});
afterEach(async () => {
  silent.close();
  await rm(dataDir, { recursive: true });
});

describe('a second start on the same data', () => {
  test('is refused by a demo that is too busy to answer', async () => {
    await expect(refuseWhileRunning(dataDir)).rejects.toThrow('already running');
  });

  test('is none where nobody listens any more', async () => {
    silent.close();
    await refuseWhileRunning(dataDir);
  });
});
