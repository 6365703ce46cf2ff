/**
 * `npm run test:slow`: the slow tests. With `--changed` only those whose sources differ from the last commit that has
 * landed; all of them where git cannot tell. What else is given goes to jest.
 */
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { changedFiles } = require('./changed-files.cjs');
const { slowFiles } = require('./slow-files.cjs');

const ROOT = join(__dirname, '../../..');

const words = process.argv.slice(2);
const files = slowFiles(words.includes('--changed') ? changedFiles() : undefined);
if (files.length === 0) {
  process.stdout.write('nothing that the slow tests are about was changed\n');
} else {
  const jest = ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runTestsByPath', ...files];
  const { status } = spawnSync(process.execPath, [...jest, ...words.filter((word) => word !== '--changed')], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}
