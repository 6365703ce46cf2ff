import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { runDemo } from '../../../gateway/demo/run-demo.ts';

let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'real-gateway-'));
  mkdirSync(join(dataDir, 'secrets'));
  writeFileSync(join(dataDir, 'log-head.json'), '{"origin":"alpr.example.gov/log"}');
});
afterAll(() => rmSync(dataDir, { recursive: true }));

test('the demo does not start in the directory of a real gateway, whose head of the log it would write over', async () => {
  await expect(runDemo({ DATA_DIR: dataDir })).rejects.toMatchObject({
    faults: [expect.stringMatching(/secrets of a gateway that is not a demo.*`serve`/)],
  });
  expect(readdirSync(dataDir).sort()).toEqual(['log-head.json', 'secrets']);
});
