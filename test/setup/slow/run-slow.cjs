/**
 * `npm run test:slow`: the slow tests. With `--changed` only those whose sources differ from the last commit that has
 * landed; all of them where git cannot tell. What else is given goes to jest.
 */
const { execFileSync, spawnSync } = require('node:child_process');
const { join } = require('node:path');
const { slowFiles } = require('./slow-files.cjs');

const ROOT = join(__dirname, '../../..');
const git = (...words) =>
  execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** What this checkout has otherwise than the commit that landed last; undefined where git cannot tell. */
function changedFiles() {
  try {
    return git('diff', '--name-only', landed()).split('\n');
  } catch {
    return undefined;
  }
}

/** Commits land in batches, none of which takes longer: what is older than this before the newest has landed. */
const A_BATCH_S = 24 * 60 * 60;

/** Where this commit has landed itself, the one before its batch; throws where the history does not reach so far. */
function landed() {
  const head = git('rev-parse', 'HEAD');
  try {
    const base = git('merge-base', 'HEAD', 'origin/main');
    if (base !== head) return base;
  } catch {
    // There is no `origin`.
  }
  const before = Number(git('log', '-1', '--format=%ct')) - A_BATCH_S;
  const base = git('rev-list', '-1', `--before=${before}`, 'HEAD');
  if (base === '') throw new Error('the history does not reach back so far');
  return base;
}

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
