/** Tells which files differ from the commit that landed last. */
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const ROOT = join(__dirname, '../../..');
const git = (...words) =>
  execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** Returns the files that differ from the commit that landed last; undefined if git cannot tell. */
exports.changedFiles = () => {
  try {
    return git('diff', '--name-only', landed()).split('\n');
  } catch {
    return undefined;
  }
};

/** Seconds. Commits land in batches, and no batch takes longer: older commits have landed. */
const A_BATCH_S = 24 * 60 * 60;

/** Returns the commit that landed last, or if HEAD has landed, the one before its batch. Throws if there is none. */
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
