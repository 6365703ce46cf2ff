/** What this checkout has otherwise than the commit that landed last. */
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const ROOT = join(__dirname, '../../..');
const git = (...words) =>
  execFileSync('git', words, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();

/** What this checkout has otherwise than the commit that landed last; undefined where git cannot tell. */
exports.changedFiles = () => {
  try {
    return git('diff', '--name-only', landed()).split('\n');
  } catch {
    return undefined;
  }
};

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
